"""Who was there: the attendance sheet, and whether the families of the collective were (R38–R40)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused
from core.wording import counted
from meetings.enums import IN_THE_ROOM, Attendance, MeetingKind, MeetingState
from meetings.guards import ensure_begun, ensure_open_minutes, held_by
from meetings.inviting import MOST_PERSONS
from meetings.minuting import begin
from meetings.models import Invitee, Meeting
from meetings.presiding import ensure_quorum
from records import journal
from regions.composition import FAMILIES, STAFF, Seats


@dataclass(frozen=True)
class AttendanceMark:
    """What is noted of a seat: its attendance, and the number of persons who came."""

    attendance: Attendance
    present: int = 0


@transaction.atomic
def record_attendance(
    meeting: Meeting, marks: Mapping[int, AttendanceMark], *, by: Membership, now: datetime | None = None
) -> Meeting:
    """Note who was there (seat key → mark). The first time, the meeting is held and its minutes begin.

    The sheet may be corrected until the minutes are approved, as long as a committee that decided money keeps its
    quorum. A seat without a mark was absent.
    """
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_recordable(row, now)
    seats = list(row.invitees.all())
    changed = [invitee for invitee in seats if _note(invitee, marks.get(invitee.pk, AttendanceMark(Attendance.ABSENT)))]
    came = sum(invitee.present for invitee in seats)
    if not came:
        raise Refused("Personne n'est noté présent. Si la réunion ne s'est pas tenue, annulez-la.")
    if row.state == MeetingState.HELD and not changed:
        return row
    if row.complement_uses.exists():
        ensure_quorum(seats)
    Invitee.objects.bulk_update(changed, ["attendance", "present"])
    first = row.held_at is None
    if first:
        row.held_at = now
        row.save(update_fields=["held_at"])
        begin(row, now=now)
    there = counted(came, "personne présente", "personnes présentes")
    summary = f"{'Réunion tenue' if first else 'Présences corrigées'} : {there}"
    journal.record("meetings.record_attendance", row, by=by, summary=summary, data={"present": came}, now=now)
    return row


def ensure_recordable(meeting: Meeting, now: datetime) -> None:
    """The sheet is filled from the hour of the meeting until its minutes are approved."""
    ensure_begun(meeting, now)
    if meeting.state == MeetingState.HELD:
        ensure_open_minutes(meeting)


@transaction.atomic
def note_marks(
    meeting: Meeting, marks: Mapping[int, AttendanceMark], *, by: Membership, now: datetime | None = None
) -> None:
    """Keep what is noted of some seats while the meeting goes on; recording the sheet is what holds it."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_recordable(row, now)
    if row.state == MeetingState.HELD:
        raise OutOfTurn("La réunion est tenue : ses présences se corrigent ensemble.")
    seats = row.invitees.filter(pk__in=marks)
    Invitee.objects.bulk_update([seat for seat in seats if _note(seat, marks[seat.pk])], ["attendance", "present"])


def _note(invitee: Invitee, mark: AttendanceMark) -> bool:
    """Write a mark on a row not saved yet; whether it changed."""
    there = mark.attendance in IN_THE_ROOM
    if there and not 1 <= mark.present <= MOST_PERSONS:
        raise Refused(f"{invitee} : indiquez de 1 à {MOST_PERSONS} personnes présentes.")
    wanted = (mark.attendance, mark.present if there else 0)
    if (invitee.attendance, invitee.present) == wanted:
        return False
    invitee.attendance, invitee.present = wanted
    return True


def families_there(invitees: Iterable[Invitee]) -> list[Seats]:
    """The four families of the collective, with the number of persons who came for each."""
    came: Counter[str] = Counter()
    for invitee in invitees:
        if invitee.profile is not None:
            came[invitee.profile.code] += invitee.present
    return [Seats(family, sum(came[code] for code in family.profiles)) for family in FAMILIES]


def families_expected(meeting: Meeting, invitees: Iterable[Invitee]) -> bool:
    """Whether the families of the collective are looked for: in its meetings, and wherever some of them are invited."""
    known = {code for family in FAMILIES for code in family.profiles}
    return meeting.kind == MeetingKind.COLLECTIVE or any(i.profile and i.profile.code in known for i in invitees)


def staff_absent(lines: Iterable[Seats]) -> bool:
    """Whether nobody spoke for the staff (R40)."""
    return any(line.family == STAFF and not line.present for line in lines)
