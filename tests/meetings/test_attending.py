"""Who was there."""

from datetime import timedelta

import pytest

from core.verdicts import NotAllowed, OutOfTurn, Refused
from meetings.attending import AttendanceMark, families_there, record_attendance, staff_absent
from meetings.convening import cancel
from meetings.enums import Attendance, MeetingState
from meetings.minuting import OTHER_POINTS, approve
from meetings.models import Meeting
from tests.factories import NOW, member_of, retained_project
from tests.meetings.rooms import draft_of, held, prepared, room, written

pytestmark = pytest.mark.django_db
HERE = AttendanceMark(Attendance.PRESENT, 1)


def past(where, **kwargs):
    return prepared(where, starts_at=NOW - timedelta(hours=1), now=NOW - timedelta(days=1), **kwargs)


def marks(meeting, mark=HERE):
    return {invitee.pk: mark for invitee in meeting.invitees.all()}


def test_the_first_record_holds_the_meeting_and_opens_its_minutes():
    where = room()
    meeting = past(where)
    held_now = record_attendance(meeting, marks(meeting), by=where.aract, now=NOW)
    assert held_now.state == MeetingState.HELD
    assert list(Meeting.objects.held()) == [meeting]
    assert [part.title for part in draft_of(meeting).parts.all()] == ["Point 1", "Point 2", OTHER_POINTS]


def test_recorded_twice_the_minutes_begin_once():
    where = room()
    meeting = past(where)
    for _ in range(2):
        record_attendance(meeting, marks(meeting), by=where.aract, now=NOW)
    assert meeting.minutes.count() == 1


def test_a_meeting_to_come_has_nobody_in_the_room():
    where = room()
    meeting = prepared(where)
    with pytest.raises(OutOfTurn, match="trop tôt"):
        record_attendance(meeting, marks(meeting), by=where.aract, now=NOW)


def test_a_cancelled_meeting_is_not_held():
    where = room()
    meeting = cancel(past(where), reason="", by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="annulée"):
        record_attendance(meeting, marks(meeting), by=where.aract, now=NOW)


def test_a_stranger_notes_nobody():
    meeting = past(room())
    with pytest.raises(NotAllowed):
        record_attendance(meeting, marks(meeting), by=member_of(retained_project().ars), now=NOW)


@pytest.mark.parametrize("number", [0, 201])
def test_a_presence_counts_persons(number):
    where = room()
    meeting = past(where)
    with pytest.raises(Refused):
        record_attendance(meeting, marks(meeting, AttendanceMark(Attendance.PRESENT, number)), by=where.aract, now=NOW)


def test_a_meeting_where_nobody_came_is_refused():
    where = room()
    with pytest.raises(Refused, match="Personne n'est noté présent"):
        held(where, present=False)


def test_another_meetings_seats_are_ignored():
    """Case 34."""
    where = room()
    meeting, other = past(where), prepared(where, kind="collectif")
    record_attendance(meeting, marks(meeting) | marks(other), by=where.aract, now=NOW)
    assert set(other.invitees.values_list("attendance", flat=True)) == {""}


def test_presences_are_corrected_until_the_approval():
    where = room()
    meeting = written(where)
    first = meeting.invitees.first()
    record_attendance(meeting, {first.pk: AttendanceMark(Attendance.PRESENT, 3)}, by=where.ars, now=NOW)
    assert sum(invitee.present for invitee in meeting.invitees.all()) == 3
    approve(draft_of(meeting), by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="approuvé"):
        record_attendance(meeting, marks(meeting), by=where.ars, now=NOW)


def test_families_are_counted_on_those_who_came():
    where = room()
    lines = families_there(held(where, seats=5).invitees.select_related("profile"))
    assert [line.seats for line in lines] == [1, 2, 1, 1]
    assert not staff_absent(lines)
    lines = families_there(held(where, seats=3, kind="collectif").invitees.select_related("profile"))
    assert staff_absent(lines)
