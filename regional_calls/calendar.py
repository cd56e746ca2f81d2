"""Where a regional call stands, said to someone who has never heard of it."""

from dataclasses import dataclass
from datetime import datetime

from core.verdicts import OutOfTurn
from core.wording import NBSP, day, deadline, instant
from regional_calls.enums import RegionalPhase
from regional_calls.models import RegionalCall


@dataclass(frozen=True)
class RegionalStanding:
    """A call's phase, and one sentence."""

    phase: RegionalPhase
    sentence: str

    @property
    def open(self) -> bool:
        return self.phase == RegionalPhase.OPEN


def phase(call: RegionalCall, at: datetime) -> RegionalPhase:
    """Closing is exclusive: at `closes_at` it is too late (case 2)."""
    if call.published_at is None or at < call.published_at:
        return RegionalPhase.PREPARATION
    if at < call.opens_at:
        return RegionalPhase.ANNOUNCED
    if at < call.closes_at:
        return RegionalPhase.OPEN
    if call.announced_at is None or at < call.announced_at:
        return RegionalPhase.SORTING
    return RegionalPhase.CONCLUDED


def standing(call: RegionalCall, at: datetime) -> RegionalStanding:
    where = phase(call, at)
    return RegionalStanding(where, sentence(call, where, at))


def sentence(call: RegionalCall, where: RegionalPhase, at: datetime) -> str:
    match where:
        case RegionalPhase.PREPARATION:
            return "Cet appel n'est visible que de l'ARS et de l'Aract tant qu'il n'est pas publié."
        case RegionalPhase.ANNOUNCED:
            return f"Les réponses seront reçues à partir du {instant(call.opens_at, call.zone)}."
        case RegionalPhase.OPEN:
            return f"Les réponses sont reçues jusqu'au {deadline(call.closes_at, call.zone)}. {time_left(call, at)}"
        case RegionalPhase.SORTING:
            return (
                f"L'appel a fermé le {deadline(call.closes_at, call.zone)}. "
                "L'ARS et l'Aract choisissent ensemble parmi les réponses."
            )
        case RegionalPhase.CONCLUDED:
            announced = call.announced_at or at
            return f"Les choix ont été annoncés le {day(announced.astimezone(call.zone).date())}."


def time_left(call: RegionalCall, at: datetime) -> str:
    """What remains before closing, in days of the region's calendar."""
    last_day = (call.closes_at - datetime.resolution).astimezone(call.zone).date()
    match (last_day - at.astimezone(call.zone).date()).days:
        case 0:
            return "C'est aujourd'hui."
        case 1:
            return "C'est demain."
        case number:
            return f"Il reste {number}{NBSP}jours."


def not_yet(call: RegionalCall) -> str:
    return f"L'appel ouvre le {instant(call.opens_at, call.zone)} : il n'est pas encore possible de répondre."


def ensure_open(call: RegionalCall, at: datetime) -> None:
    """Expressions are written and handed in while the call is open; the instant is the server's (cases 2, 3)."""
    match phase(call, at):
        case RegionalPhase.OPEN:
            return
        case RegionalPhase.PREPARATION | RegionalPhase.ANNOUNCED:
            raise OutOfTurn(not_yet(call))
        case _:
            raise OutOfTurn(
                f"L'appel a fermé le {deadline(call.closes_at, call.zone)}. Ce qui est reçu à l'instant de la clôture "
                "ou après n'est plus enregistré ; ce qui l'était déjà est conservé."
            )
