"""The calendar of the calls in progress, laid out for an SVG."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from calls.calendar import phase
from calls.models import Call
from core.wording import NBSP, SHORT_MONTHS, day, deadline, instant

# Pixels of the drawing, 960 wide.
LEFT = 10
WIDTH = 940
TOP = 34
ROW = 96
BAR = 22
DOT = 7
FIRST_LABEL = 56
NEXT_LABEL = 18
# Beyond this share of the width, a label is written leftwards; titles are longer than labels.
LABEL_TURN = 0.75
TITLE_TURN = 0.5
MONTH_WIDTH = 70
MARGIN = timedelta(days=10)
SHOWN = 4


def anchor(x: int, turn: float = LABEL_TURN) -> str:
    """From which end a label starts, so that it stays within the drawing."""
    return "end" if x > turn * WIDTH else "start"


@dataclass(frozen=True)
class Mark:
    """A date on a row: a dot, with its label at height `y`."""

    x: int
    label: str
    y: int = 0

    @property
    def anchor(self) -> str:
        return anchor(self.x)


@dataclass(frozen=True)
class CallRow:
    call: Call
    state: str
    y: int
    x: int
    width: int
    opening: str
    closing: str
    marks: list[Mark]

    @property
    def bar_y(self) -> int:
        return self.y + BAR

    @property
    def dot_y(self) -> int:
        return self.y + BAR + DOT

    @property
    def label_anchor(self) -> str:
        return anchor(self.x, TITLE_TURN)

    @property
    def label_x(self) -> int:
        """Titles follow the bar's beginning, or its end when written leftwards."""
        return self.x + self.width if self.label_anchor == "end" else self.x


@dataclass(frozen=True)
class Timeline:
    finding: str
    rows: list[CallRow]
    months: list[Mark]
    today: int
    height: int


class Scale:
    """Instants to the x of the drawing."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self.first = first
        self.span = (last - first).total_seconds()

    def at(self, value: datetime) -> int:
        return LEFT + round((value - self.first).total_seconds() / self.span * WIDTH)


def milestones(call: Call) -> list[tuple[datetime, str]]:
    """Days that follow the closing."""
    dated = [(call.commission_on, "commission"), (call.funds_from, "financements")]
    return [(datetime(on.year, on.month, on.day, tzinfo=call.zone), label) for on, label in dated if on]


def quoted(call: Call) -> str:
    return f"«{NBSP}{call}{NBSP}»"


def finding(calls: list[Call], now: datetime) -> str:
    """The title: what comes next."""
    coming = [(call.closes_at, f"{quoted(call)} se clôt le {deadline(call.closes_at, call.zone)}") for call in calls]
    coming += [
        (at, f"{label.capitalize()} de {quoted(call)} le {day(at.date())}")
        for call in calls
        for at, label in milestones(call)
    ]
    ahead = sorted(pair for pair in coming if pair[0] > now)
    return ahead[0][1] if ahead else "Aucune échéance à venir"


def months_between(first: datetime, last: datetime, scale: Scale) -> list[Mark]:
    """The first day of each month, every other one when there are many; the year where it changes."""
    marks = []
    at = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while at < last:
        if at >= first and scale.at(at) < WIDTH - MONTH_WIDTH:
            marks.append(Mark(scale.at(at), f"{SHORT_MONTHS[at.month - 1]} {at.year}"))
        at = (at + timedelta(days=32)).replace(day=1)
    return marks[:: 1 + len(marks) // 10]


def row(call: Call, number: int, scale: Scale, now: datetime) -> CallRow:
    y = TOP + ROW * number
    return CallRow(
        call=call,
        state=phase(call, now).label,
        y=y,
        x=scale.at(call.opens_at),
        width=max(4, scale.at(call.closes_at) - scale.at(call.opens_at)),
        opening=instant(call.opens_at, call.zone),
        closing=deadline(call.closes_at, call.zone),
        marks=[
            Mark(scale.at(at), f"{label} {day(at.date())}", y + FIRST_LABEL + NEXT_LABEL * line)
            for line, (at, label) in enumerate(milestones(call))
        ],
    )


def timeline(now: datetime) -> Timeline | None:
    """The calls not concluded; None when there is none. One query."""
    running = Call.objects.published().filter(Q(concluded_at=None) | Q(concluded_at__gt=now))
    calls = list(running.order_by("closes_at", "pk")[:SHOWN])
    if not calls:
        return None
    instants = [now, *(at for call in calls for at in (call.opens_at, call.closes_at))]
    instants += [at for call in calls for at, _ in milestones(call)]
    first, last = min(instants) - MARGIN, max(instants) + MARGIN
    scale = Scale(first, last)
    return Timeline(
        finding=finding(calls, now),
        rows=[row(call, number, scale, now) for number, call in enumerate(calls)],
        months=months_between(first, last, scale),
        today=scale.at(now),
        height=TOP + ROW * len(calls) + 16,
    )
