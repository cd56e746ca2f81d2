"""The calendar of the calls in progress."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from calls.calendar import phase
from calls.dates import NAMED_DATES
from calls.models import Call
from core.drawing import Drawing, Scale, anchor
from core.wording import NBSP, day, deadline, instant

# Pixels, from the top of the drawing or of a call's row.
TOP, ROW = 34, 96
MONTHS, TITLE, BAR, FIRST_LABEL, NEXT_LABEL = 24, 14, 22, 58, 18
# Beyond these shares of the width, labels and titles, which are longer, are written leftwards.
LABEL_TURN, TITLE_TURN = 75, 50
MOST_NAMES = 10
MARGIN = timedelta(days=10)
SHOWN = 4


@dataclass(frozen=True)
class CallRow:
    call: Call
    state: str
    opening: str
    closing: str
    following: list[tuple[date, str]]


@dataclass(frozen=True)
class Timeline:
    drawing: Drawing
    rows: list[CallRow] = field(default_factory=list)


def milestones(call: Call) -> list[tuple[datetime, str]]:
    """Days that follow the closing."""
    dated = [(getattr(call, named.name), named.told) for named in NAMED_DATES if named.told]
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


def row(call: Call, now: datetime) -> CallRow:
    return CallRow(
        call=call,
        state=phase(call, now).label,
        opening=instant(call.opens_at, call.zone),
        closing=deadline(call.closes_at, call.zone),
        following=[(at.date(), f"{label} {day(at.date())}") for at, label in milestones(call)],
    )


def draw(drawing: Drawing, row: CallRow, y: int, scale: Scale[date]) -> None:
    """A call's title over its bar, then a dot for each day that follows."""
    x, end = scale.at(row.call.opens_at.date()), scale.at(row.call.closes_at.date())
    side = anchor(x, TITLE_TURN, TITLE_TURN)
    drawing.text("strong", (end if side == "end" else x, y + TITLE), f"{row.call.title} ({row.state})", side)
    drawing.bar("solid", x, max(end, x + 0.5), y + BAR, 14)
    for line, (on, label) in enumerate(row.following):
        x = scale.at(on)
        drawing.dot("ring", (x, y + BAR + 7), 6)
        drawing.text("quiet", (x, y + FIRST_LABEL + NEXT_LABEL * line), label, anchor(x, LABEL_TURN, LABEL_TURN))


def timeline(now: datetime) -> Timeline | None:
    """The calls not concluded; None when there is none. One query."""
    running = Call.objects.published().filter(Q(concluded_at=None) | Q(concluded_at__gt=now))
    calls = list(running.order_by("closes_at", "pk")[:SHOWN])
    if not calls:
        return None
    instants = [now, *(at for call in calls for at in (call.opens_at, call.closes_at))]
    instants += [at for call in calls for at, _ in milestones(call)]
    scale = Scale((min(instants) - MARGIN).date(), (max(instants) + MARGIN).date())
    drawing = Drawing(TOP + ROW * len(calls) + 16, finding(calls, now)).months(scale, MONTHS, MOST_NAMES)
    drawing.upright("today", scale.at(now.date()), MONTHS)
    rows = [row(call, now) for call in calls]
    for number, one in enumerate(rows):
        draw(drawing, one, TOP + ROW * number, scale)
    drawing.text("now", (scale.at(now.date()), drawing.height - 4), "aujourd'hui", dx=4)
    return Timeline(drawing, rows)
