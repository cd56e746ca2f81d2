"""The days done against those planned, month after month: geometry computed here, drawn by `worklog/_chart.html`.

The title states the finding; lines differ by their dashes and their labels, not by colour; the data follow as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.wording import SHORT_MONTHS, days
from regions.models import RegionalProject, StagePlan
from worklog.burn import Burn, due_days
from worklog.calendar import month_end, month_name, months_between

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 44, 92, 18, 34
STEPS = (5, 10, 20, 25, 50, 100, 200, 500)
MOST_LABELS = 12
NONE = Decimal(0)


@dataclass(frozen=True)
class MonthPoint:
    x: int
    y: int
    month: date
    value: Decimal


@dataclass(frozen=True)
class Tick:
    at: int
    label: str


@dataclass(frozen=True)
class Chart:
    """Two lines over months: `done` until the present, `planned` until the plan's end (empty without dates)."""

    title: str
    done: list[MonthPoint]
    planned: list[MonthPoint]
    months: list[Tick]
    levels: list[Tick]
    rows: list[tuple[str, Decimal | None, Decimal | None]]

    width, height = WIDTH, HEIGHT
    left, right, bottom = LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM

    @staticmethod
    def path(points: Sequence[MonthPoint]) -> str:
        return " ".join(f"{point.x},{point.y}" for point in points)

    @property
    def done_path(self) -> str:
        return self.path(self.done)

    @property
    def planned_path(self) -> str:
        return self.path(self.planned)

    @property
    def ahead(self) -> bool:
        """The line of days done ends above that of the plan: its label goes above it, else beneath."""
        same = [point for point in self.planned if self.done and point.month == self.done[-1].month]
        return bool(same) and self.done[-1].y < same[0].y


def days_chart(project: RegionalProject, one: Burn, plans: Sequence[StagePlan], today: date) -> Chart:
    """Cumulated days by month's end; the present month counts until today."""
    ends = [plan.ends_on for plan in plans if plan.planned_days and plan.ends_on]
    first, closed = project.award.awarded_on, project.award.closed_on
    shown = closed or today
    last = max([shown, *ends]) if not closed else shown
    # A plan of ten years would be unreadable, and is a slip.
    months = months_between(first, min(last, first + timedelta(days=1100)))
    planned = planned_values(plans, months)
    done = done_values(one, months, shown)
    top = max([*planned, *done, one.planned, Decimal(1)])
    step = next((step for step in STEPS if top / step <= 5), STEPS[-1])  # noqa: PLR2004
    height = (int(top // step) + (1 if top % step else 0)) * step

    def points(values: Sequence[Decimal]) -> list[MonthPoint]:
        span = max(len(months) - 1, 1)
        return [
            MonthPoint(
                LEFT + (WIDTH - LEFT - RIGHT) * rank // span,
                HEIGHT - BOTTOM - int((HEIGHT - TOP - BOTTOM) * value / height),
                month,
                value,
            )
            for rank, (month, value) in enumerate(zip(months, values, strict=False))
        ]

    every = len(months) // MOST_LABELS + 1
    grid = points([NONE] * len(months))
    return Chart(
        title=finding(one),
        done=points(done),
        planned=points(planned),
        months=[Tick(point.x, SHORT_MONTHS[point.month.month - 1]) for point in grid[::every]],
        levels=[
            Tick(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * level // height, str(level))
            for level in range(0, height + 1, step)
        ],
        rows=table_rows(months, planned, done),
    )


def table_rows(
    months: Sequence[date], planned: Sequence[Decimal], done: Sequence[Decimal]
) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [
        (month_name(month), planned[rank] if planned else None, done[rank] if rank < len(done) else None)
        for rank, month in enumerate(months)
    ]


def planned_values(plans: Sequence[StagePlan], months: Sequence[date]) -> list[Decimal]:
    values = [due_days(list(plans), month_end(month)) for month in months]
    return [] if not values or any(value is None for value in values) else [value or NONE for value in values]


def done_values(one: Burn, months: Sequence[date], shown: date) -> list[Decimal]:
    values, total = [], NONE
    for month in months:
        if month > shown:
            break
        total += one.by_month.get(month, NONE)
        values.append(total)
    return values


def finding(one: Burn) -> str:
    """What the chart says, in a sentence."""
    if not one.planned:
        return f"{days(one.done)} au journal, aucun jour prévu au plan"
    told = f"{days(one.done)} faits sur {days(one.planned)} prévus"
    if one.due is None:
        return told
    gap = ((one.done - one.due) * 4).to_integral_value() / 4
    if abs(gap) < max(one.planned / 20, Decimal(1)):
        return f"{told} : au rythme du plan"
    return f"{told} : {days(abs(gap))} {'de plus' if gap > 0 else 'de moins'} que le plan à ce jour"
