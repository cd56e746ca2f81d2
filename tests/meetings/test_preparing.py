"""Preparing a meeting: facts, agenda, and who may."""

from datetime import timedelta

import pytest

from accounts.enums import OrganisationKind, Role
from core.verdicts import NotAllowed, OutOfTurn, Refused
from meetings.convening import cancel
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.preparing import AgendaPoint, change, prepare, set_agenda
from records.models import JournalEntry, Message
from tests.factories import NOW, member_of, national, retained_project
from tests.meetings.rooms import convened, facts, held, prepared, room

pytestmark = pytest.mark.django_db


def test_a_meeting_is_prepared_and_journaled():
    where = room()
    meeting = prepare(where.project, facts(), by=where.ars, now=NOW)
    assert meeting.state == MeetingState.TO_CONVENE
    assert JournalEntry.objects.about(meeting).get().deed == "meetings.prepare"


def test_prepared_twice_it_exists_once():
    where = room()
    first = prepare(where.project, facts(), by=where.ars, now=NOW)
    assert prepare(where.project, facts(), by=where.aract, now=NOW) == first
    assert Meeting.objects.count() == 1


def test_two_meetings_of_one_body_at_one_hour_are_refused():
    where = room()
    first = prepare(where.project, facts(), by=where.ars, now=NOW)
    with pytest.raises(Refused, match="déjà prévue"):
        prepare(where.project, facts(title="Autre"), by=where.ars, now=NOW)
    cancel(first, reason="", by=where.ars, now=NOW)
    assert prepare(where.project, facts(title="Autre"), by=where.ars, now=NOW) != first


@pytest.mark.parametrize(
    "hat",
    [
        lambda: national(OrganisationKind.DGOS, Role.SECRETARY),
        lambda: member_of(retained_project().ars),
        lambda: member_of(retained_project().aract, Role.SIGNATORY),
    ],
)
def test_others_than_the_pair_prepare_nothing(hat):
    where = room()
    with pytest.raises(NotAllowed):
        prepare(where.project, facts(), by=hat(), now=NOW)


def test_a_closed_project_has_no_new_meeting():
    where = room(award__closed_on=NOW.date())
    with pytest.raises(OutOfTurn, match="clos"):
        prepare(where.project, facts(), by=where.ars, now=NOW)


def test_a_meeting_is_neither_before_the_award_nor_too_far():
    where = room()
    with pytest.raises(Refused, match="précéder"):
        prepare(where.project, facts(starts_at=NOW - timedelta(days=61)), by=where.ars, now=NOW)
    with pytest.raises(Refused, match="lointaine"):
        prepare(where.project, facts(starts_at=NOW + timedelta(days=1200)), by=where.ars, now=NOW)


@pytest.mark.parametrize("title", ["Deux\nlignes", "Retour\rchariot", " "])
def test_a_title_is_one_line(title):
    """Case 42."""
    where = room()
    with pytest.raises(Refused):
        prepare(where.project, facts(title=title), by=where.ars, now=NOW)


def test_an_unchanged_meeting_leaves_no_trace():
    where = room()
    meeting = prepared(where)
    before = JournalEntry.objects.count()
    change(meeting, facts(), by=where.ars, now=NOW)
    assert JournalEntry.objects.count() == before


def test_a_held_meeting_no_longer_changes():
    where = room()
    meeting = held(where)
    with pytest.raises(OutOfTurn):
        change(meeting, facts(title="Autre"), by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn):
        set_agenda(meeting, [AgendaPoint("Autre")], by=where.ars, now=NOW)


def test_a_convened_meeting_does_not_move_into_the_past():
    where = room()
    meeting = convened(where)
    with pytest.raises(Refused, match="passée"):
        change(meeting, facts(starts_at=NOW - timedelta(hours=1)), by=where.ars, now=NOW)


def test_a_move_tells_everyone_and_voids_the_replies():
    where = room()
    meeting = convened(where)
    meeting.invitees.update(reply="coming", replied_at=NOW)
    moved = change(meeting, facts(starts_at=NOW + timedelta(days=20)), by=where.ars, now=NOW)
    assert moved.sequence == 1
    assert set(meeting.invitees.values_list("reply", flat=True)) == {""}
    changes = Message.objects.filter(moment="meetings.change")
    assert changes.count() == 2
    assert "votre réponse est de nouveau attendue" in changes.first().body


def test_another_room_keeps_the_replies():
    where = room()
    meeting = convened(where)
    meeting.invitees.update(reply="coming", replied_at=NOW)
    change(meeting, facts(place="Salle Bleue"), by=where.ars, now=NOW)
    assert set(meeting.invitees.values_list("reply", flat=True)) == {"coming"}
