"""Who presides a meeting, and whether enough of its members are there to decide money."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn
from core.wording import counted
from meetings.enums import IN_THE_ROOM, MeetingState
from meetings.guards import ensure_live, ensure_one_line, ensure_open_minutes, held_by
from meetings.models import Invitee, Meeting
from records import journal


@dataclass(frozen=True)
class Quorum:
    """How many seats vote, how many of them are present or represented, and how many must be: one seat, one voice."""

    voting: int
    there: int

    @property
    def needed(self) -> int:
        percent: int = settings.QUORUM_PERCENT
        return max(1, ceil(self.voting * percent / 100))

    @property
    def reached(self) -> bool:
        return self.there >= self.needed

    @property
    def sentence(self) -> str:
        there = counted(self.there, "voix présente ou représentée", "voix présentes ou représentées")
        return f"{there} sur {self.voting} ; il en faut {self.needed}"


def quorum_of(invitees: Iterable[Invitee]) -> Quorum:
    voting = [invitee for invitee in invitees if invitee.votes]
    return Quorum(len(voting), sum(invitee.attendance in IN_THE_ROOM for invitee in voting))


def ensure_quorum(invitees: Iterable[Invitee]) -> None:
    quorum = quorum_of(invitees)
    if not quorum.reached:
        raise OutOfTurn(
            f"Le quorum n'est pas atteint : {quorum.sentence}. Corrigez les présences si elles sont fausses ; sinon, "
            "l'usage de la part complémentaire se décide dans un autre comité de pilotage."
        )


@transaction.atomic
def preside(
    meeting: Meeting, *, chair: str, chair_quality: str, by: Membership, now: datetime | None = None
) -> Meeting:
    """Say who presides; it may be corrected until the minutes are approved. The same again changes nothing."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_presidable(row)
    ensure_one_line(chair, "Le nom de qui préside")
    ensure_one_line(chair_quality, "Sa fonction")
    if (row.chair, row.chair_quality) == (chair, chair_quality):
        return row
    row.chair, row.chair_quality = chair, chair_quality
    row.save(update_fields=["chair", "chair_quality"])
    summary = f"Présidence : {chair}, {chair_quality}"
    journal.record("meetings.preside", row, by=by, summary=summary, now=now)
    return row


def ensure_presidable(meeting: Meeting) -> None:
    ensure_live(meeting)
    if meeting.state == MeetingState.HELD:
        ensure_open_minutes(meeting)
