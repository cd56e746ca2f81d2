"""How much of the fixed share the logged days have used, and where the present pace leads (R19, R64).

Sealed months count as they were sealed; the other days at the rate of their year. A handful of queries, for one project
as for fifty.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.db.models import Sum
from django.db.models.functions import Coalesce, ExtractYear, TruncMonth

from regions.models import Award, RegionalProject, StagePlan
from regions.planning import plans_of
from worklog.models import MonthSeal, WorkDay
from worklog.rates import Lot, Rate, Rates, awards_of, cents

NEAR, FULL = 80, 100
NONE = Decimal(0)
# Below this share of the plan's time, a pace says nothing.
EARLY = Decimal("0.1")


@dataclass(frozen=True)
class Burn:
    """A project's envelope of days. Days by quarters, amounts in euros, `share` in % of the fixed share."""

    planned: Decimal
    done: Decimal
    fixed: Decimal
    spent: Decimal
    rate: Rate | None
    due: Decimal | None
    forecast_days: Decimal | None
    forecast_amount: Decimal | None
    by_month: dict[date, Decimal] = field(default_factory=dict)

    @property
    def remaining(self) -> Decimal:
        """Days planned and not done; negative when more was done than planned."""
        return self.planned - self.done

    @property
    def left(self) -> Decimal:
        """Euros of the fixed share not used; negative beyond it."""
        return self.fixed - self.spent

    @property
    def days_left(self) -> Decimal | None:
        """Days that the rest of the fixed share pays at today's rate, by quarters; None without a cost to divide by."""
        if self.rate is None or self.rate.amount == 0:
            return None
        return (max(self.left, NONE) / self.rate.amount * 4).to_integral_value("ROUND_FLOOR") / 4

    @property
    def share(self) -> int:
        if not self.fixed:
            return 0
        return int((100 * self.spent / self.fixed).to_integral_value("ROUND_FLOOR"))

    @property
    def level(self) -> Literal["", "near", "full"]:
        return "full" if self.share >= FULL else "near" if self.share >= NEAR else ""

    @property
    def overrun(self) -> Decimal:
        """Euros beyond the fixed share that the present pace announces."""
        return max((self.forecast_amount or NONE) - self.fixed, NONE)


def burn(project: RegionalProject, today: date) -> Burn:
    return burns([project], today)[project.pk]


def burns(
    projects: Sequence[RegionalProject],
    today: date,
    *,
    seals: Sequence[MonthSeal] | None = None,
    stages: Sequence[StagePlan] | None = None,
) -> dict[int, Burn]:
    """The burn of each project, by its key; a project without an award has an envelope of nothing.

    Their `seals` and `stages` are read unless they are given.
    """
    keys = [project.pk for project in projects]
    awards = awards_of(projects)
    plans: dict[int, list[StagePlan]] = defaultdict(list)
    for plan in plans_of(keys) if stages is None else stages:
        plans[plan.project_id].append(plan)
    sealed: dict[int, dict[date, Decimal]] = defaultdict(dict)
    for made in MonthSeal.objects.filter(project__in=keys).defer("content") if seals is None else seals:
        sealed[made.project_id][made.month] = made.amount
    months, loose_months = sums_of(keys, {(key, month) for key, amounts in sealed.items() for month in amounts})
    corrects = any(corrected for lots in loose_months.values() for _, corrected in lots)
    rates = Rates(projects, awards=awards, plans=plans, corrects=corrects)
    loose: dict[int, list[tuple[Lot, Decimal]]] = defaultdict(list)
    for (project_id, _), lots in loose_months.items():
        loose[project_id].extend(lots.items())
    return {
        key: burn_of(
            months=months[key],
            spent=cents(sum(sealed[key].values(), NONE) + rates.cost(key, loose[key])),
            rate=rates.of(key, today.year),
            award=awards.get(key),
            plans=plans[key],
            today=today,
        )
        for key in keys
    }


def sums_of(
    keys: Sequence[int], sealed: Collection[tuple[int, date]]
) -> tuple[dict[int, dict[date, Decimal]], dict[tuple[int, date], dict[Lot, Decimal]]]:
    """(days by project and month; those of months not `sealed` by project, month and lot): one query."""
    months: dict[int, dict[date, Decimal]] = defaultdict(dict)
    loose: dict[tuple[int, date], dict[Lot, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    rows = (
        WorkDay.objects.filter(project__in=keys)
        .annotate(month=TruncMonth("worked_on"), year=ExtractYear(Coalesce("corrects__worked_on", "worked_on")))
        .order_by("month")
        .values_list("project", "month", "year", "corrects")
        .annotate(total=Sum("days"))
    )
    for project_id, month, year, corrected, total in rows:
        months[project_id][month] = months[project_id].get(month, NONE) + total
        if (project_id, month) not in sealed:
            loose[project_id, month][year, corrected] += total
    return months, loose


def burn_of(
    *,
    months: dict[date, Decimal],
    spent: Decimal,
    rate: Rate | None,
    award: Award | None,
    plans: list[StagePlan],
    today: date,
) -> Burn:
    planned = sum((plan.planned_days for plan in plans), NONE)
    done = sum(months.values(), NONE)
    due = due_days(plans, today)
    over = award is not None and award.closed_on is not None
    forecast = done if over else forecast_of(planned, done, due)
    amount = None
    if forecast is not None and (rate is not None or forecast == done):
        amount = spent + cents((forecast - done) * (rate.amount if rate else NONE))
    return Burn(
        planned=planned,
        done=done,
        fixed=award.fixed if award else NONE,
        spent=spent,
        rate=rate,
        due=due,
        forecast_days=forecast,
        forecast_amount=amount,
        by_month=months,
    )


def due_days(plans: list[StagePlan], today: date) -> Decimal | None:
    """Days that the plan's dates expected by the end of a day, stages spread evenly; None while one has no dates."""
    total = NONE
    for plan in plans:
        if not plan.planned_days:
            continue
        if plan.starts_on is None or plan.ends_on is None:
            return None
        length = (plan.ends_on - plan.starts_on).days + 1
        elapsed = min(max((today - plan.starts_on).days + 1, 0), length)
        total += plan.planned_days * elapsed / length
    return total.quantize(Decimal("0.01"), ROUND_HALF_UP) if plans else None


def forecast_of(planned: Decimal, done: Decimal, due: Decimal | None) -> Decimal | None:
    """Days at the end if the rest of the plan goes at the pace so far, by quarters."""
    if due is None or not planned or due < planned * EARLY:
        return None
    pace = done / due
    rest = max(planned - due, NONE)
    return ((done + rest * pace) * 4).to_integral_value(ROUND_HALF_UP) / 4
