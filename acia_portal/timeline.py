"""The calendar of the calls in progress, laid out for an SVG."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from acia_portal.wording import MONTHS, day, deadline, instant
from calls.calendar import phase
from calls.models import Call

LEFT = 10
WIDTH = 940
ROW = 74
TOP = 40
MARGIN = timedelta(days=10)
SHOWN = 4


@dataclass(frozen=True)
class Mark:
    """A date on a row: a dot, with its label."""

    x: int
    label: str


@dataclass(frozen=True)
class Row:
    call: Call
    state: str
    y: int
    x: int
    width: int
    opening: str
    closing: str
    marks: list[Mark]


@dataclass(frozen=True)
class Timeline:
    finding: str
    rows: list[Row]
    months: list[Mark]
    today: int
    height: int


class Scale:
    """Instants to abscissas."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self.first = first
        self.span = (last - first).total_seconds()

    def at(self, value: datetime) -> int:
        return LEFT + round((value - self.first).total_seconds() / self.span * WIDTH)


def milestones(call: Call) -> list[tuple[datetime, str]]:
    """Days that follow the closing."""
    dated = [(call.commission_on, "commission"), (call.funds_from, "financements")]
    return [(datetime(on.year, on.month, on.day, tzinfo=call.zone), label) for on, label in dated if on]


def finding(calls: list[Call], now: datetime) -> str:
    """The title: what comes next."""
    coming = [(call.closes_at, f"« {call} » se clôt le {deadline(call.closes_at, call.zone)}") for call in calls]
    coming += [
        (at, f"{label.capitalize()} de « {call} » le {day(at.date())}")
        for call in calls
        for at, label in milestones(call)
    ]
    ahead = sorted(pair for pair in coming if pair[0] > now)
    return ahead[0][1] if ahead else "Aucune échéance à venir"


def months_between(first: datetime, last: datetime, scale: Scale) -> list[Mark]:
    """The first day of each month, every other one when there are many."""
    marks = []
    at = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while at < last:
        if at >= first:
            marks.append(Mark(scale.at(at), f"{MONTHS[at.month - 1][:4].rstrip('.')} {at.year}"))
        at = (at + timedelta(days=32)).replace(day=1)
    return marks[:: 1 + len(marks) // 10]


def timeline(now: datetime) -> Timeline | None:
    """The calls not concluded; None when there is none. One query."""
    calls = list(
        Call.objects.published()
        .filter(Q(concluded_at=None) | Q(concluded_at__gt=now))
        .order_by("closes_at", "pk")[:SHOWN]
    )
    if not calls:
        return None
    instants = [now, *(at for call in calls for at in (call.opens_at, call.closes_at))]
    instants += [at for call in calls for at, _ in milestones(call)]
    first, last = min(instants) - MARGIN, max(instants) + MARGIN
    scale = Scale(first, last)
    rows = [
        Row(
            call=call,
            state=phase(call, now).label,
            y=TOP + ROW * number,
            x=scale.at(call.opens_at),
            width=max(4, scale.at(call.closes_at) - scale.at(call.opens_at)),
            opening=instant(call.opens_at, call.zone),
            closing=deadline(call.closes_at, call.zone),
            marks=[Mark(scale.at(at), f"{label} {day(at.date())}") for at, label in milestones(call)],
        )
        for number, call in enumerate(calls)
    ]
    return Timeline(
        finding(calls, now), rows, months_between(first, last, scale), scale.at(now), TOP + ROW * len(rows) + 10
    )
