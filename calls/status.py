"""How a call's state and calendar are said to someone who has never heard of them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from calls import calendar
from calls.dates import NAMED_DATES
from calls.enums import CallPhase
from calls.models import Call
from core.wording import day, deadline, instant


@dataclass(frozen=True)
class CallStanding:
    """A call's state, and one sentence."""

    phase: CallPhase
    sentence: str

    @property
    def open(self) -> bool:
        return self.phase == CallPhase.OPEN

    @property
    def moves_closing(self) -> bool:
        """Whether the closing is still ahead, in public."""
        return self.phase in {CallPhase.ANNOUNCED, CallPhase.OPEN}


@dataclass(frozen=True)
class Event:
    """A line of the calendar; `at` orders it, `when` says it."""

    at: datetime
    when: str
    label: str
    past: bool
    note: str = ""


def standing(call: Call, at: datetime, there: Any = None) -> CallStanding:
    """`there` is the region of who reads it."""
    phase = calendar.phase(call, at)
    return CallStanding(phase, sentence(call, phase, at, there))


def sentence(call: Call, phase: CallPhase, at: datetime, there: Any = None) -> str:
    match phase:
        case CallPhase.PREPARATION:
            return "Cet appel n'est pas publié : seules la DGOS, l'Anact et l'équipe du portail le voient."
        case CallPhase.ANNOUNCED:
            return f"L'appel ouvrira le {instant(call.opens_at, call.zone, there=there)}."
        case CallPhase.OPEN:
            closing = deadline(call.closes_at, call.zone, there=there)
            return f"Les fiches projet se déposent jusqu'au {closing}. {time_left(call, at)}"
        case CallPhase.EXAMINATION:
            return (
                f"L'appel a fermé le {deadline(call.closes_at, call.zone)}. Les fiches projet sont en cours d'examen."
            )
        case CallPhase.CONCLUDED:
            if "concluded_at" in call.dates_in_words:
                return "L'appel est terminé."
            return f"L'appel est terminé depuis le {day(calendar.local_day(call.concluded_at or at, call))}."


def time_left(call: Call, at: datetime) -> str:
    """What remains before closing, in days of the calendar, as a person counts them."""
    last_day = calendar.local_day(call.closes_at - datetime.resolution, call)
    match (last_day - calendar.local_day(at, call)).days:
        case 0:
            return "C'est aujourd'hui."
        case 1:
            return "C'est demain."
        case number:
            return f"Il reste {number}\N{NO-BREAK SPACE}jours."


def timeline(call: Call, at: datetime, there: Any = None) -> list[Event]:
    """The calendar in order: the dates that have a name, the other milestones, the conclusion."""
    events = [dated(call, row.on, row.label, at, row.when or day(row.on)) for row in call.milestones.all()]
    for named in NAMED_DATES:
        value, when = getattr(call, named.name), calendar.words_of(call, named.name, there)
        if isinstance(value, datetime):
            note = postponed_note(call) if named.name == "closes_at" else ""
            events.append(Event(value, when, named.event, value <= at, note=note))
        elif value and when:
            events.append(dated(call, value, named.event, at, when))
    if call.concluded_at and (when := calendar.words_of(call, "concluded_at")):
        events.append(dated(call, calendar.local_day(call.concluded_at, call), "Fin de l'appel", at, when))
    return sorted(events, key=lambda event: event.at)


def dated(call: Call, on: date, label: str, at: datetime, when: str) -> Event:
    """An event known by its day at most: it stands at noon, and is past the next day."""
    return Event(datetime.combine(on, time(12), tzinfo=call.zone), when, label, past=on < calendar.local_day(at, call))


def postponed_note(call: Call) -> str:
    reports = list(call.postponements.all())
    if not reports:
        return ""
    first = deadline(reports[0].closed_before, call.zone)
    return f"Clôture reportée ; elle était prévue le {first}. {reports[-1].reason}"
