"""When a fiche may be written, signed and deposited: one answer, whatever opens it.

A draft is open while its call is, and after it by a late access until that expires; a deposited fiche while a round of
correction runs. All three close exclusively: at the instant itself it is too late (case 2).
"""

from dataclasses import dataclass
from datetime import datetime

from applications.enums import ApplicationState
from applications.models import Application, LateEntry
from calls.calendar import phase
from calls.enums import CallPhase
from calls.models import Call
from core.verdicts import YES, Verdict, not_now
from core.wording import deadline, instant


def call_is_open(call: Call, at: datetime) -> Verdict:
    """A project is started while its call is open."""
    where = phase(call, at)
    if where == CallPhase.OPEN:
        return YES
    if where in {CallPhase.PREPARATION, CallPhase.ANNOUNCED}:
        return not_now(f"L'appel n'est pas encore ouvert : il ouvre le {instant(call.opens_at, call.zone)}.")
    return not_now(f"L'appel est clos depuis le {deadline(call.closes_at, call.zone)}.")


@dataclass(frozen=True)
class Window:
    """Whether a fiche is open at an instant, until when it is, or was, and the exception that opens it, if one does."""

    open: Verdict
    closes_at: datetime
    late: LateEntry | None = None


def window(fiche: Application, at: datetime) -> Window:
    call = fiche.project.call
    if fiche.correction is not None:
        closes_at = fiche.correction.closes_at
        late = not_now(f"La correction était à déposer avant le {deadline(closes_at, call.zone)}.")
        return Window(YES if at < closes_at else late, closes_at)
    if fiche.state != ApplicationState.DRAFT:
        sealed = not_now(f"La fiche est {fiche.state.said} : son contenu ne change plus.")
        return Window(sealed, call.closes_at)
    if phase(call, at) == CallPhase.EXAMINATION:
        entry = fiche.late_entry(at)
        if entry is not None:
            return Window(YES, entry.access.expires_at, late=entry)
    return Window(call_is_open(call, at), call.closes_at)


def is_open(fiche: Application, at: datetime) -> Verdict:
    """Whether the fiche is written, signed and deposited at this instant."""
    return window(fiche, at).open
