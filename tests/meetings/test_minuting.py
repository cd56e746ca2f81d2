"""Minutes: two authors, one approval, revisions, sending."""

import pytest

from core.verdicts import NotAllowed, OutOfTurn, Refused
from meetings.deciding import decide
from meetings.minuting import LONGEST_TEXT, approve, correct, save_part, send_minutes
from meetings.pdfs import keep_minutes
from records.models import Job, JournalEntry, Message
from tests.factories import NOW, member_of, retained_project
from tests.meetings.rooms import draft_of, held, room, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return room()


def first_part(meeting):
    minutes = draft_of(meeting)
    part = minutes.parts.first()
    part.minutes = minutes
    return part


def approved(where, meeting):
    return approve(draft_of(meeting), by=where.ars, now=NOW)


def test_the_same_text_twice_is_saved_once(where):
    meeting = held(where)
    part = first_part(meeting)
    save_part(part, "Texte", by=where.ars, now=NOW)
    save_part(part, "Texte", by=where.aract, now=NOW)
    assert JournalEntry.objects.about(meeting).filter(deed="meetings.save_part").count() == 1


def test_a_stranger_writes_nothing(where):
    with pytest.raises(NotAllowed):
        save_part(first_part(held(where)), "x", by=member_of(retained_project().ars), now=NOW)


def test_a_text_is_bounded(where):
    with pytest.raises(Refused, match="trop long"):
        save_part(first_part(held(where)), "x" * (LONGEST_TEXT + 1), by=where.ars, now=NOW)


def test_minutes_that_say_nothing_are_not_approved(where):
    with pytest.raises(Refused, match="vide"):
        approved(where, held(where))


def test_approved_minutes_are_frozen(where):
    meeting = written(where)
    part = first_part(meeting)
    minutes = approved(where, meeting)
    assert minutes.content["parts"][0]["text"] == "Tout le monde a parlé."
    assert len(minutes.sha256) == 64
    with pytest.raises(OutOfTurn, match="approuvé"):
        save_part(part, "Autre", by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="approuvé"):
        decide(meeting, {"text": "x", "responsible": "", "due_on": None}, by=where.ars, now=NOW)


def test_approved_twice_they_are_approved_once(where):
    meeting = written(where)
    first = approved(where, meeting)
    assert approve(first, by=where.aract, now=NOW).approved_by == where.ars
    assert Job.objects.filter(deed="meetings.produce_minutes").count() == 1


def test_a_correction_is_a_new_revision_with_its_reason(where):
    meeting = written(where)
    first = approved(where, meeting)
    with pytest.raises(Refused, match="pourquoi"):
        correct(meeting, reason=" ", by=where.ars, now=NOW)
    draft = correct(meeting, reason="Chiffre erroné", by=where.ars, now=NOW)
    assert correct(meeting, reason="Encore", by=where.aract, now=NOW) == draft
    part = first_part(meeting)
    save_part(part, "Tout le monde a parlé, deux fois.", by=where.ars, now=NOW)
    second = approved(where, meeting)
    first.refresh_from_db()
    assert (second.revision, second.content["reason"]) == (2, "Chiffre erroné")
    assert first.content["parts"][0]["text"] == "Tout le monde a parlé."


def test_a_text_of_the_former_revision_is_not_written_any_more(where):
    meeting = written(where)
    former = first_part(meeting)
    approved(where, meeting)
    correct(meeting, reason="Chiffre erroné", by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="révision"):
        save_part(former, "Trop tard", by=where.ars, now=NOW)


def test_the_pdf_leaves_once_to_each_address(where):
    meeting = written(where)
    minutes = approved(where, meeting)
    with pytest.raises(Refused, match="en préparation"):
        send_minutes(minutes, by=where.ars, now=NOW)
    keep_minutes(minutes.pk)
    assert send_minutes(minutes, by=where.ars, now=NOW) == 2
    assert send_minutes(minutes, by=where.aract, now=NOW) == 0
    messages = Message.objects.filter(moment="meetings.minutes")
    assert messages.count() == 2
    assert messages.first().attachments.get().media_type == "application/pdf"


def test_a_draft_is_not_sent(where):
    with pytest.raises(OutOfTurn, match="pas encore approuvé"):
        send_minutes(draft_of(written(where)), by=where.ars, now=NOW)
