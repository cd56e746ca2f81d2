"""What the log's addresses need, for tests/house/test_routes.py."""

from regions.models import RegionalProject

PUBLIC: set[str] = set()
OWN_PAGE: set[str] = set()


def known(project: RegionalProject) -> dict[str, object]:
    seal = project.month_seals.order_by("month").first()
    row = project.work_days.filter(corrects=None, worked_on__year=seal.month.year, worked_on__month=seal.month.month)
    return {"workday_pk": row.first().pk, "period": f"{seal.month:%Y-%m}"}
