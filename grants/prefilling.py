"""What a statement of use begins with: lines gathered from the rooms that know them.

Each source takes the agreement and the day, and gives lines. To add one, write a function here and name it in
`SOURCES`. The subsidy itself is no line: the ledger states it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.enums import Account, Rubric, Side
from grants.models import Agreement
from grants.scheduling import split
from meetings.complement import current_use
from regions.models import RegionalProject
from regions.planning import plans_by_stage
from worklog.breakdown import days_by_stage
from worklog.burn import burn

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class DraftLine:
    """A line of the table, before anyone typed: `actual` is what the portal knows, zero when it knows nothing."""

    rubric: Rubric
    label: str
    planned: Decimal
    actual: Decimal = NOTHING

    @property
    def side(self) -> Side:
        return self.rubric.side


Source = Callable[[Agreement, date], Iterable[DraftLine]]


def stages(agreement: Agreement, today: date) -> Iterator[DraftLine]:
    """The fixed share pays the Aract's days (R19, R64): by stage, its amount spread over the days planned, and what the
    days done cost.
    """
    if agreement.account != Account.FIXED:
        return
    project = agreement.project
    plans = {plan.stage: plan.planned_days for plan in plans_by_stage(project)}
    planned = spread(agreement.amount, {stage.pk: days for stage, days in plans.items()})
    actual = spread(*spent_by_stage(project, today))
    if not planned:
        total = sum(actual.values(), NOTHING)
        yield DraftLine(Rubric.STAFF, "Interventions de l'Aract", agreement.amount, total)
        return
    for stage in plans:
        line = DraftLine(Rubric.STAFF, stage.label, planned.get(stage.pk, NOTHING), actual.get(stage.pk, NOTHING))
        if line.planned or line.actual:
            yield line


def spent_by_stage(project: RegionalProject, today: date) -> tuple[Decimal, dict[int, Decimal]]:
    """What the days of the log cost, and how many each stage had."""
    return burn(project, today).spent, days_by_stage(project)


def spread(amount: Decimal, days: dict[int, Decimal]) -> dict[int, Decimal]:
    """An amount shared out by days, to the cent; nothing for who has none."""
    some = {key: number for key, number in days.items() if number > 0}
    parts = split(amount, [int(number * 100) for number in some.values()]) if some else []
    return dict(zip(some, parts, strict=True))


def uses(agreement: Agreement, today: date) -> Iterator[DraftLine]:  # noqa: ARG001 - every source is asked alike
    """The complement pays what the steering committee decided (R21): its lines for this beneficiary when they make up
    the agreement's amount, else the agreement's own object.
    """
    if agreement.account != Account.COMPLEMENT:
        return
    name = agreement.beneficiary.name.casefold()
    decided = [line for line in current_use(agreement.project).lines if line.beneficiary.casefold() == name]
    if sum((line.amount for line in decided), NOTHING) == agreement.amount:
        for line in decided:
            yield DraftLine(Rubric.OTHER_SERVICES, line.purpose, line.amount)
    else:
        yield DraftLine(Rubric.OTHER_SERVICES, agreement.purpose[:200], agreement.amount)


SOURCES: list[Source] = [stages, uses]


def lines(agreement: Agreement, today: date) -> list[DraftLine]:
    return [line for source in SOURCES for line in source(agreement, today)]
