"""Loading the 18 regions and the organisations that act in them."""

from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Region
from records.reference_files import LoadReport, changed, csv_rows, settle

HERE = Path(__file__).parent


@transaction.atomic
def load(report: LoadReport) -> None:
    load_organisations(load_regions(report), report)


def load_regions(report: LoadReport) -> dict[str, Region]:
    """The regions by Insee code."""
    path = HERE / "regions.csv"
    rows = [
        row | {"overseas": row["overseas"] == "oui", "row": int(row["row"]), "column": int(row["column"])}
        for row in csv_rows(path)
    ]
    return {
        code: region
        for (code,), region in settle(
            Region.objects.all(), rows, key=("code",), rewrite=changed(path), report=report
        ).items()
    }


def load_organisations(regions: dict[str, Region], report: LoadReport) -> None:
    """DGOS, Anact, the platform's team, and each region's ARS and Aract.

    In Guyane and Mayotte, outside the Anact network, another operator stands in for the Aract (X11). An organisation
    is known by its kind and region, so that one renamed by an administrator is not made twice.
    """
    path = HERE / "organisations.csv"
    rows: list[dict[str, Any]] = [
        row
        | {
            "region_id": regions[row["region"]].pk if row["region"] else None,
            "in_anact_network": row["in_anact_network"] == "oui",
        }
        for row in csv_rows(path)
    ]
    for row in rows:
        del row["region"]
    existing = Organisation.objects.exclude(kind=OrganisationKind.ESTABLISHMENT).order_by("-pk")
    settle(existing, rows, key=("kind", "region_id"), rewrite=changed(path), report=report)
