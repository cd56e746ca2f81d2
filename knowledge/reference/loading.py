"""Loading the propositions of the white paper."""

from pathlib import Path

from django.db import transaction

from knowledge.models import Proposition
from records.reference_files import LoadReport, changed, csv_rows, settle

HERE = Path(__file__).parent


@transaction.atomic
def load(report: LoadReport) -> None:
    path = HERE / "propositions.csv"
    rows = [row | {"position": int(row["position"])} for row in csv_rows(path)]
    settle(Proposition.objects.all(), rows, key=("reference",), rewrite=changed(path), report=report)
