"""The months of a project's log, one line each: what they hold and how far they are sealed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regions.models import RegionalProject
from worklog.burn import sums_of
from worklog.enums import MonthState
from worklog.models import MonthSeal
from worklog.rates import Rates
from worklog.sealing import seal_turn
from worklog.statement import life_months


@dataclass(frozen=True)
class MonthLine:
    """A month: its days, their cost, its seal; `turn` says why it may not be sealed, empty if it may."""

    month: date
    days: Decimal
    amount: Decimal
    seal: MonthSeal | None
    turn: str

    @property
    def code(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def state(self) -> MonthState:
        if self.seal is None:
            return MonthState.RUNNING if self.turn else MonthState.TO_SEAL
        return self.seal.state


def month_lines(project: RegionalProject, today: date) -> list[MonthLine]:
    """Newest first; constant queries."""
    seals = {
        one.month: one for one in MonthSeal.objects.filter(project=project).defer("content").select_related("seen_by")
    }
    months, loose = sums_of([project.pk], {(project.pk, month) for month in seals})
    rates = Rates([project])
    lines = []
    for month in life_months(project, today):
        seal = seals.get(month)
        days = months[project.pk].get(month, Decimal(0))
        amount = seal.amount if seal else rates.cost(project.pk, loose.get((project.pk, month), {}).items())
        lines.append(MonthLine(month, days, amount, seal, seal_turn(project.award, month, today)))
    return lines[::-1]
