"""When things may happen in a call."""

from datetime import datetime

from calls.enums import CallPhase
from calls.models import Call


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
