"""When things may happen in a call, and how its instants are typed."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from calls.dates import BY_NAME, words
from calls.enums import CallPhase
from calls.models import Call
from core.verdicts import Refused
from core.wording import PARIS, day


def phase(call: Call, at: datetime) -> CallPhase:
    """Where the call stands at an instant. Closing is exclusive: at `closes_at` it is too late."""
    if call.published_at is None or at < call.published_at:
        return CallPhase.PREPARATION
    if at < call.opens_at:
        return CallPhase.ANNOUNCED
    if at < call.closes_at:
        return CallPhase.OPEN
    if call.concluded_at is None or at < call.concluded_at:
        return CallPhase.EXAMINATION
    return CallPhase.CONCLUDED


def instant_of(local: datetime, zone: ZoneInfo = PARIS) -> datetime:
    """The UTC instant of a time read on a clock of the zone; `Refused` when it happens twice or never (case 9)."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    typed = f"{local.hour} h {local.minute:02d} le {day(local.date())}"
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local:
        raise Refused(f"Il est deux fois {typed}, au passage à l'heure d'hiver. Choisissez une heure sans équivoque.")
    raise Refused(f"Il n'est jamais {typed}, au passage à l'heure d'été. Choisissez une autre heure.")


def local_day(at: datetime, call: Call) -> date:
    """The day of an instant where the call is read."""
    return at.astimezone(call.zone).date()


def words_of(call: Call, name: str, there: Any = None) -> str:
    """A date of the calendar as it is read: in words of its own when the day is not known.

    `there` is the region of who reads it, whose own time follows an instant.
    """
    if name in call.dates_in_words:
        return str(call.dates_in_words[name])
    value = getattr(call, name)
    if not value:
        return ""
    if name == "concluded_at":
        return day(local_day(value, call))
    return words(BY_NAME[name], value, call.zone, there)
