"""Write the table of rights, or check that the written one is still true."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dashboards.permissions_table import markdown


class Command(BaseCommand):
    help = "Écrit le tableau des droits (rôle × acte × état) à partir du code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--check", action="store_true", help="Échoue si le fichier n'est plus à jour.")

    def handle(self, *, path: Path, check: bool, **options: Any) -> None:
        text = markdown()
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError(
                f"{path} ne dit plus ce que dit le code : lancez make permissions et relisez la différence."
            )
