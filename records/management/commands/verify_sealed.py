"""Check that every sealed content is still the one that was sealed."""

import sys
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from records.models import Sealed


class Command(BaseCommand):
    help = (
        "Vérifie les contenus scellés (dépôts, comptes rendus, mois, lettres…) : chacun doit redonner son empreinte, "
        "que le journal porte aussi."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        kinds = [model for model in apps.get_models() if issubclass(model, Sealed)]
        altered = [row for kind in kinds for row in kind._base_manager.exclude(sha256="").iterator() if not row.holds]  # noqa: SLF001
        for row in altered:
            self.stderr.write(f"{row._meta.verbose_name} {row.pk} : le contenu n'est plus celui qui a été scellé.")  # noqa: SLF001
        if altered:
            sys.exit(1)
        self.stdout.write("Contenus scellés : tous sont conformes à leur empreinte.")
