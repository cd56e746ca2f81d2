"""What a statement of use begins with: lines gathered from the rooms that know them.

Each source takes the agreement and the day, and gives lines. To add one (days worked, uses decided by the steering
committee), write a function here and name it in `SOURCES`. The subsidy itself is no line: the ledger states it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.enums import Account, Side
from grants.models import Agreement
from grants.scheduling import split
from regions.models import StagePlan

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """A line of the table, before anyone typed: `actual` is what the portal knows, nought when it knows nothing."""

    side: Side
    label: str
    planned: Decimal
    actual: Decimal = NOTHING


Source = Callable[[Agreement, date], Iterable[Line]]


def stages(agreement: Agreement, today: date) -> Iterator[Line]:  # noqa: ARG001 - every source is asked alike
    """The fixed share pays the Aract's days (R19, R64): its amount spread over the stages by planned days."""
    if agreement.account != Account.FIXED:
        return
    rows = StagePlan.objects.filter(project=agreement.project_id, planned_days__gt=0).select_related("stage")
    plans = list(rows.order_by("stage__position"))
    if not plans:
        yield Line(Side.USE, "Interventions de l'Aract", agreement.amount)
        return
    hundredths = [int(plan.planned_days * 100) for plan in plans]
    for plan, part in zip(plans, split(agreement.amount, hundredths), strict=True):
        yield Line(Side.USE, str(plan.stage), part)


def purpose(agreement: Agreement, today: date) -> Iterator[Line]:  # noqa: ARG001
    """What the complement pays a beneficiary for is the agreement's own object."""
    if agreement.account == Account.COMPLEMENT:
        yield Line(Side.USE, agreement.purpose[:200], agreement.amount)


SOURCES: list[Source] = [stages, purpose]


def lines(agreement: Agreement, today: date) -> list[Line]:
    return [line for source in SOURCES for line in source(agreement, today)]
