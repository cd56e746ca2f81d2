"""A consultant's week on a project: lines × days, totals at the edges, and why a cell cannot be written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from core.wording import days, grouped, weekday
from regions.models import RegionalProject
from worklog.calendar import remark, week_of
from worklog.entries import Line
from worklog.models import WorkDay
from worklog.rules import Rules, totals

NOTHING = Decimal(0)


def typed_number(number: Decimal | None) -> str:
    """«0,5»; nothing for none."""
    return grouped(number, 2).rstrip("0").rstrip(",") if number else ""


def signed_days(number: Decimal) -> str:
    """«−0,5» with a true minus, «0»."""
    return f"−{typed_number(-number)}" if number < 0 else typed_number(number) or "0"


@dataclass
class Cell:
    """A line on a day: what is noted, and why nothing may be."""

    line: Line
    on: date
    noted: Decimal
    closed: str

    @property
    def name(self) -> str:
        """Its field in the page."""
        return f"j-{self.line.name}-{self.on.isoformat()}"

    @property
    def spoken_day(self) -> str:
        return f"{weekday(self.on)} {self.on.day}"


@dataclass
class Row:
    """A line of the grid."""

    line: Line
    cells: list[Cell]
    total: Decimal


@dataclass
class Day:
    """A column: the day, what is unusual about it, why it is closed, and its sums."""

    on: date
    remark: str
    closed: str
    total: Decimal = NOTHING
    others: Decimal = NOTHING

    @property
    def name(self) -> str:
        return weekday(self.on)


@dataclass
class Week:
    """What the page draws."""

    monday: date
    consultant: Membership
    days: list[Day]
    rows: list[Row]
    corrections: list[WorkDay] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((day.total for day in self.days), NOTHING)

    @property
    def others(self) -> Decimal:
        return sum((day.others for day in self.days), NOTHING)

    @property
    def open(self) -> bool:
        return any(not day.closed for day in self.days)

    @property
    def sentence(self) -> str:
        """The week in a few words, for those who listen to the page."""
        return f"{days(self.total) if self.total else 'Aucun jour'} cette semaine sur ce projet"


def build_week(
    project: RegionalProject,
    consultant: Membership,
    monday: date,
    now: datetime,
    *,
    more: Iterable[Line] = (),
) -> Week:
    """The six stages, whatever lines the week holds already, then those that one is adding."""
    rules = Rules(project, now)
    columns = [Day(on, remark(on, project.region.code), rules.closed_day(on)) for on in week_of(monday)]
    noted = list(
        project.work_days.in_full()
        .filter(consultant=consultant)
        .between(monday, monday + timedelta(days=6))
        .order_by("stage__position", "pk")
    )
    written = {(*line_of(row).key, row.worked_on): row.days for row in noted if row.corrects_id is None}
    lines = ordered_lines([line_of(row) for row in noted if row.corrects_id is None], more)
    sums = totals([consultant.user_id], monday, monday + timedelta(days=6))
    rows = [row_of(line, columns, written) for line in lines]
    for column in columns:
        column.total = sum((number for (*_, on), number in written.items() if on == column.on), NOTHING)
        column.others = sums.get((consultant.user_id, column.on), NOTHING) - column.total
    return Week(monday, consultant, columns, rows, [row for row in noted if row.corrects_id is not None])


def line_of(row: WorkDay) -> Line:
    return Line(row.stage, row.establishment, row.method, row.note)


def ordered_lines(noted: Sequence[Line], more: Iterable[Line]) -> list[Line]:
    """By stage; within one, the bare line first, then the others as they were noted."""
    stages = list(Term.objects.of(Vocabulary.STAGE).in_use().order_by("position", "pk"))
    unique = {line.key: line for line in (*(Line(stage) for stage in stages), *noted, *more)}
    return sorted(unique.values(), key=lambda line: (line.stage.position, line.stage.pk))


def row_of(line: Line, columns: Sequence[Day], written: dict[tuple[Any, ...], Decimal]) -> Row:
    cells = [Cell(line, day.on, written.get((*line.key, day.on), NOTHING), day.closed) for day in columns]
    return Row(line, cells, sum((cell.noted for cell in cells), NOTHING))
