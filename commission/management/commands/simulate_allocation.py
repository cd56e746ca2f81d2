"""manage.py simulate_allocation FILE.json: split an envelope by the rule, outside any call."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commission.allocation import AllocationError
from commission.allocation_file import simulate

MAX_BYTES = 16 * 1024 * 1024


class Command(BaseCommand):
    """Prints the shares as JSON; on nonsense, one line on stderr and exit status 2."""

    help = "Répartit une enveloppe décrite par un fichier JSON et écrit le résultat en JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        # Any number is let in, so that a missing file gets one line rather than argparse's usage.
        parser.add_argument("files", metavar="FICHIER.json", type=Path, nargs="*")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        try:
            result = simulate(read(the_one(files)))
        except AllocationError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps(result, indent=2))


def the_one(files: list[Path]) -> Path:
    if len(files) != 1:
        raise AllocationError("Indiquez un fichier, et un seul : manage.py simulate_allocation FICHIER.json")
    return files[0]


def read(file: Path) -> str:
    """The file's text; a byte order mark is let through, since spreadsheets' editors write one."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise AllocationError("Le fichier est introuvable.") from error
    except (OSError, ValueError) as error:
        raise AllocationError("Le fichier ne se laisse pas lire.") from error
    if len(content) > MAX_BYTES:
        raise AllocationError(f"Le fichier dépasse {MAX_BYTES // (1024 * 1024)} Mo.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AllocationError("Le fichier n'est pas un texte en UTF-8.") from error
