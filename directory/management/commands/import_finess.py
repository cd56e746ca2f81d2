"""Import files of the national directory from a shell."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.enums import ImportState
from directory.importing import import_finess
from directory.models import FinessImport
from directory.telling import COUNTS, count_lines

SHOWN = 30


class Command(BaseCommand):
    help = (
        "Importe le répertoire FINESS : le stock historique (cs1100502, avec --ej pour cs1100501) ou le flux JSON "
        "« finess-structures » de l'ANS, en clair, .gz ou .zip. Tout ou rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("structures", type=Path, metavar="ET_FILE", help="Établissements, ou flux JSON.")
        parser.add_argument("--ej", type=Path, dest="entities", metavar="EJ_FILE", help="Entités juridiques.")
        parser.add_argument(
            "--extract", action="store_true", help="C'est un extrait : ce qui n'y figure pas n'est pas fermé."
        )
        parser.add_argument("--force", action="store_true", help="Passe outre au garde-fou de volume.")
        parser.add_argument("--report", type=Path, help="Écrit le compte rendu en JSON.")

    def handle(
        self,
        *,
        structures: Path,
        entities: Path | None,
        extract: bool,
        force: bool,
        report: Path | None,
        **options: Any,
    ) -> None:
        for path in filter(None, (structures, entities)):
            if not path.is_file():
                raise CommandError(f"Le fichier {path} est introuvable.")
        run = FinessImport.objects.create(
            file_name=structures.name[:200],
            entities_name=entities.name[:200] if entities else "",
            extract=extract,
            forced=force,
        )
        import_finess(run, structures, entities, by=None)
        if report is not None:
            report.write_text(json.dumps(report_of(run), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        for problem in run.problems[:SHOWN]:
            where = f", ligne {problem['line']}" if problem["line"] else ""
            self.stderr.write(f"{problem['severity'].capitalize()}{where} : {problem['text']}")
        if run.state == ImportState.REFUSED:
            raise CommandError(run.refusal)
        for line in count_lines(run):
            self.stdout.write(f"{line.label} : {line.number}")
        self.stdout.write(self.style.SUCCESS("Import terminé."))


def report_of(run: FinessImport) -> dict[str, Any]:
    return {
        "file": run.file_name,
        "sha256": run.sha256,
        "entities_file": run.entities_name,
        "published_on": run.published_on.isoformat() if run.published_on else None,
        "state": run.state,
        "refusal": run.refusal,
        "counts": {name: run.counts.get(name, 0) for name in COUNTS},
        "problems": run.problems,
    }
