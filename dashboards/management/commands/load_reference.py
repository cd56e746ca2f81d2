"""Load the reference data of every room."""

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.reference import loading as regions
from calls.reference import loading as calls
from knowledge.reference import loading as knowledge
from records.reference_files import LoadReport


class Command(BaseCommand):
    help = "Charge les données de référence ; une seconde exécution ne change rien."

    def handle(self, *_args: object, **_options: object) -> None:
        report = LoadReport()
        with transaction.atomic():
            calls.load(report)
            regions.load(report)
            knowledge.load(report)
        for line in report.lines():
            self.stdout.write(line)
        if not report.lines():
            self.stdout.write("Données de référence : rien à changer.")
