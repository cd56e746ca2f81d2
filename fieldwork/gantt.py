"""The stages and milestones of a project, laid out for an SVG whose x are percentages of its width."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.wording import SHORT_MONTHS, counted, day
from fieldwork.enums import StageState
from fieldwork.models import Milestone
from fieldwork.stages import Stage

MARGIN = timedelta(days=7)
# How many months are named; a phone shows few of them without overlap.
MOST_LABELS = 6
# A label that begins beyond this share of the width would leave the drawing.
LAST_LABEL = 90
THINNEST = 0.5
# Milestones nearer than this share of the width would write their numbers over one another.
NEAR = 6
# Heights (y) of the numbers, in pixels.
HIGH_LABEL, LOW_LABEL = 14, 52


@dataclass(frozen=True)
class Bar:
    """A span of days: where it begins and how wide it is, in percent, and what it says aloud."""

    x: str
    width: str
    title: str


@dataclass(frozen=True)
class MonthTick:
    """The first day of a month; most have a label, the others only a line."""

    x: str
    label: str = ""


@dataclass(frozen=True)
class GanttRow:
    """A stage: the plan of the fiche if it moved, the present plan, what was really done."""

    stage: Stage
    first: Bar | None
    planned: Bar | None
    actual: Bar | None

    @property
    def bars(self) -> list[Bar]:
        return [bar for bar in (self.first, self.planned, self.actual) if bar is not None]


@dataclass(frozen=True)
class Sign:
    """A milestone on the last row: its number in the list beneath, and whether it is done or late."""

    x: str
    number: int
    milestone: Milestone
    late: bool
    low: bool

    @property
    def label_y(self) -> int:
        """Neighbours carry their numbers above and beneath in turn."""
        return LOW_LABEL if self.low else HIGH_LABEL

    @property
    def state(self) -> str:
        return "done" if self.milestone.done_on else "late" if self.late else "coming"

    @property
    def word(self) -> str:
        return {"done": "atteint", "late": "en retard", "coming": "à venir"}[self.state]


@dataclass(frozen=True)
class Gantt:
    """`today` is None when it lies outside the drawing, as in archives."""

    finding: str
    rows: list[GanttRow]
    signs: list[Sign]
    ticks: list[MonthTick]
    today: str | None

    @property
    def moved(self) -> bool:
        """Whether a first plan is drawn."""
        return any(row.first for row in self.rows)

    @property
    def counts_days(self) -> bool:
        """Whether the days done are known."""
        return any(row.stage.done_days is not None for row in self.rows)


class DayScale:
    """Days to percentages of the width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = (last - first).days

    def share(self, value: date) -> float:
        return 100 * (value - self.first).days / self.days

    def at(self, value: date) -> str:
        return f"{self.share(value):.2f}%"

    def bar(self, start: date | None, end: date | None, what: str) -> Bar | None:
        """From the morning of the first day to the evening of the last, `what` it is said aloud with its days."""
        if start is None or end is None:
            return None
        width = max(THINNEST, self.share(end + timedelta(days=1)) - self.share(start))
        return Bar(self.at(start), f"{width:.2f}%", f"{what} : du {day(start)} au {day(end)}")

    def ticks(self) -> list[MonthTick]:
        """A line for each month, or each quarter when there are many; a label for few enough of them."""
        months = []
        at = (self.first.replace(day=1) + timedelta(days=32)).replace(day=1)
        while at < self.last:
            months.append(at)
            at = (at + timedelta(days=32)).replace(day=1)
        every = 1 + len(months) // 24 * 2
        months = months[::every]
        labelled = 1 + len(months) // MOST_LABELS
        return [
            MonthTick(self.at(at), name(at) if rank % labelled == 0 and self.share(at) < LAST_LABEL else "")
            for rank, at in enumerate(months)
        ]


def name(month: date) -> str:
    return f"{SHORT_MONTHS[month.month - 1]} {month.year}"


def finding(stages: list[Stage], milestones: list[Milestone], today: date) -> str:
    """The title: what is late, else what goes on, else what comes."""
    late = [stage for stage in stages if stage.state == StageState.LATE]
    overdue = [row for row in milestones if row.done_on is None and row.due_on < today]
    if late:
        worst = max(late, key=lambda stage: stage.days_late)
        others = f", et {counted(len(late) - 1, 'autre étape')}" if len(late) > 1 else ""
        return f"« {worst.term} » a {counted(worst.days_late, 'jour')} de retard{others}"
    if overdue:
        return f"Les étapes suivent leur plan ; {counted(len(overdue), 'jalon')} en retard"
    running = [stage for stage in stages if stage.state == StageState.RUNNING]
    if running:
        return f"Le projet suit son plan : {counted(len(running), 'étape')} en cours"
    ahead = sorted(stage.plan.starts_on for stage in stages if stage.plan.starts_on and not stage.started_on)
    if ahead:
        return f"La prochaine étape commence le {day(ahead[0])}"
    done = sum(stage.state == StageState.DONE for stage in stages)
    return f"{counted(done, 'étape terminée', 'étapes terminées')} sur {len(stages)}"


def row_of(stage: Stage, scale: DayScale) -> GanttRow:
    plan, first = stage.plan, stage.first
    ended = stage.ended_on or (max(stage.today, stage.started_on) if stage.started_on else None)
    return GanttRow(
        stage=stage,
        first=scale.bar(first.former_starts_on, first.former_ends_on, "Premier plan") if first else None,
        planned=scale.bar(plan.starts_on, plan.ends_on, "Plan"),
        actual=scale.bar(stage.started_on, ended, "Réalisé"),
    )


def dates_of(stages: Iterable[Stage], milestones: Iterable[Milestone]) -> list[date]:
    found: list[date | None] = [row.due_on for row in milestones]
    for stage in stages:
        found += [stage.plan.starts_on, stage.plan.ends_on, stage.started_on, stage.ended_on]
        if stage.first:
            found += [stage.first.former_starts_on, stage.first.former_ends_on]
    return [value for value in found if value is not None]


def signs(milestones: list[Milestone], scale: DayScale, today: date) -> list[Sign]:
    placed: list[Sign] = []
    last = -100.0
    for number, row in enumerate(milestones, start=1):
        share = scale.share(row.due_on)
        low = bool(placed) and not placed[-1].low and share - last < NEAR
        placed.append(Sign(scale.at(row.due_on), number, row, row.done_on is None and row.due_on < today, low))
        last = share
    return placed


def gantt(stages: list[Stage], milestones: list[Milestone], today: date, *, running: bool = True) -> Gantt | None:
    """The drawing; None when nothing has a date. A project that no longer runs is drawn without today's line."""
    known = dates_of(stages, milestones)
    if not known:
        return None
    if running:
        known.append(today)
    scale = DayScale(min(known) - MARGIN, max(known) + MARGIN)
    return Gantt(
        finding=finding(stages, milestones, today),
        rows=[row_of(stage, scale) for stage in stages],
        signs=signs(milestones, scale, today),
        ticks=scale.ticks(),
        today=scale.at(today) if running else None,
    )
