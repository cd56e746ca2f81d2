"""Check the journal's chain of hashes."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from records.journal import GENESIS, broken_links
from records.models import JournalEntry


class Command(BaseCommand):
    help = (
        "Vérifie la chaîne des empreintes du journal : toute ligne modifiée, insérée ou retirée avant la dernière est "
        "trouvée. Un journal amputé de sa fin reste cohérent : comparez avec une empreinte notée ailleurs (--noted)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--noted",
            metavar="EMPREINTE",
            action="append",
            default=[],
            help="empreinte relevée hors du portail (export, journaux du serveur) qui doit toujours y être ; répétable",
        )

    def handle(self, *_args: Any, noted: list[str], **_options: Any) -> None:
        broken = list(broken_links())
        for entry in broken:
            self.stderr.write(f"Ligne {entry.pk} ({entry.deed}, {entry.at.isoformat()}) : contenu ou lien altéré.")
        missing = [digest for digest in noted if not JournalEntry.objects.filter(hash=digest.lower()).exists()]
        for digest in missing:
            self.stderr.write(f"L'empreinte {digest} n'est plus dans le journal.")
        if broken or missing:
            sys.exit(1)
        head = JournalEntry.objects.order_by("-pk").values_list("hash", flat=True).first()
        self.stdout.write(f"Journal intègre : {JournalEntry.objects.count()} lignes.")
        self.stdout.write(f"Dernière empreinte, à noter hors du portail : {head or GENESIS}")
