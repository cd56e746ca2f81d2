"""Money is decided by a committee that has a chair and a quorum, and the minutes say both."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.verdicts import NotAllowed, OutOfTurn, Refused
from meetings.attending import AttendanceMark, record_attendance
from meetings.complement import UseLine, decide_complement
from meetings.enums import Attendance
from meetings.minuting import approve
from meetings.models import ComplementUse
from meetings.pdfs import minutes_pdf
from meetings.presiding import Quorum, preside, quorum_of
from records.models import JournalEntry
from tests.factories import NOW, member_of, retained_project
from tests.meetings.rooms import draft_of, prepared, room, written
from tests.printed import text_of

pytestmark = pytest.mark.django_db
MARIE = {"chair": "Marie Exemple", "chair_quality": "directrice de l'offre de soins, ARS d'essai"}


@pytest.fixture
def where():
    return room()


def decided(where, meeting):
    decide_complement(meeting, [UseLine("Remplacements", Decimal(1000))], by=where.ars, now=NOW)
    return meeting


def sheet(where, *marks: Attendance, without_voice: int = 0):
    """A committee of some days ago whose seats are marked so, the last ones without a voice."""
    then = NOW - timedelta(days=5)
    meeting = prepared(where, starts_at=then, now=then - timedelta(days=1), seats=len(marks))
    seats = list(meeting.invitees.order_by("pk"))
    for seat in seats[len(seats) - without_voice :]:
        seat.votes = False
        seat.save(update_fields=["votes"])
    noted = {
        seat.pk: AttendanceMark(mark, int(mark in {Attendance.PRESENT, Attendance.REPRESENTED}))
        for seat, mark in zip(seats, marks, strict=True)
    }
    return record_attendance(meeting, noted, by=where.aract, now=then + timedelta(minutes=30))


@pytest.mark.parametrize(
    ("voting", "there", "needed", "reached"),
    [(4, 2, 2, True), (5, 2, 3, False), (5, 3, 3, True), (1, 0, 1, False), (0, 0, 1, False)],
)
def test_half_of_the_voices_at_least(voting, there, needed, reached):
    quorum = Quorum(voting, there)
    assert (quorum.needed, quorum.reached) == (needed, reached)


def test_the_share_is_a_setting(settings):
    settings.QUORUM_PERCENT = 67
    assert Quorum(3, 2).reached is False


def test_who_is_represented_counts_and_who_has_no_voice_does_not(where):
    meeting = sheet(
        where, Attendance.REPRESENTED, Attendance.EXCUSED, Attendance.PRESENT, Attendance.PRESENT, without_voice=2
    )
    assert quorum_of(meeting.invitees.all()) == Quorum(2, 1)


def test_without_a_quorum_no_money_is_decided(where):
    meeting = sheet(where, Attendance.PRESENT, Attendance.ABSENT, Attendance.ABSENT)
    with pytest.raises(OutOfTurn, match="Le quorum n'est pas atteint"):
        decided(where, meeting)
    assert not ComplementUse.objects.exists()


def test_presences_that_take_the_quorum_away_from_a_decision_are_refused(where):
    meeting = decided(where, sheet(where, Attendance.PRESENT, Attendance.PRESENT))
    absent = {seat.pk: AttendanceMark(Attendance.EXCUSED) for seat in meeting.invitees.all()[:1]}
    marks = absent | {meeting.invitees.last().pk: AttendanceMark(Attendance.PRESENT, 1)}
    assert record_attendance(meeting, marks, by=where.aract, now=NOW)
    with pytest.raises(Refused):
        record_attendance(meeting, absent, by=where.aract, now=NOW)


def test_minutes_that_decide_money_want_a_chair(where):
    meeting = decided(where, written(where))
    with pytest.raises(Refused, match="dites qui l'a présidé"):
        approve(draft_of(meeting), by=where.ars, now=NOW)
    preside(meeting, **MARIE, by=where.aract, now=NOW)
    minutes = approve(draft_of(meeting), by=where.ars, now=NOW)
    said = text_of(minutes_pdf(minutes, meeting))
    assert "Marie Exemple, directrice de l'offre de soins, ARS d'essai" in said
    assert "2 voix présentes ou représentées sur 2 ; il en faut 1" in said
    assert f"par {where.ars.user.full_name}, directeur général ({where.ars.organisation})" in said
    with pytest.raises(OutOfTurn, match="approuvé"):
        preside(meeting, chair="Autre", chair_quality="x", by=where.aract, now=NOW)


def test_minutes_that_decide_no_money_want_neither(where):
    assert not approve(draft_of(written(where)), by=where.ars, now=NOW).is_draft


def test_a_voice_taken_away_after_the_decision_is_seen_at_the_approval(where):
    meeting = decided(where, written(where))
    preside(meeting, **MARIE, by=where.aract, now=NOW)
    meeting.invitees.update(votes=False)
    with pytest.raises(Refused, match="sans quorum"):
        approve(draft_of(meeting), by=where.ars, now=NOW)


def test_the_pair_alone_says_who_presides_and_the_same_twice_changes_nothing(where):
    meeting = prepared(where)
    with pytest.raises(NotAllowed):
        preside(meeting, **MARIE, by=member_of(retained_project().ars), now=NOW)
    for _ in range(2):
        preside(meeting, **MARIE, by=where.ars, now=NOW)
    assert JournalEntry.objects.about(meeting).filter(deed="meetings.preside").count() == 1
