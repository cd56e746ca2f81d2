from meetings.models.complement import ComplementLine, ComplementUse
from meetings.models.meeting import AgendaItem, Invitee, Meeting
from meetings.models.minutes import MeetingDecision, Minutes, MinutesPart

__all__ = [
    "AgendaItem",
    "ComplementLine",
    "ComplementUse",
    "Invitee",
    "Meeting",
    "MeetingDecision",
    "Minutes",
    "MinutesPart",
]
