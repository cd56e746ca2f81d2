"""PDF of minutes and of the attendance sheet, read back."""

import pytest

from meetings.deciding import decide
from meetings.minuting import approve, correct, save_part
from meetings.pdfs import attendance_sheet_pdf, keep_minutes, minutes_pdf
from records import documents
from tests.factories import NOW
from tests.meetings.rooms import draft_of, held, prepared, room, written
from tests.printed import text_of

pytestmark = pytest.mark.django_db


def test_the_minutes_say_what_was_said_and_decided():
    where = room()
    meeting = written(where)
    decide(meeting, {"text": "Visiter", "responsible": "Aract", "due_on": NOW.date()}, by=where.ars, now=NOW)
    minutes = approve(draft_of(meeting), by=where.ars, now=NOW)
    keep_minutes(minutes.pk)
    minutes.refresh_from_db()
    text = text_of(documents.read(minutes.document))
    assert "Tout le monde a parlé." in text
    assert "Visiter" in text
    assert minutes.sha256 in text.replace(" ", "")
    assert "Brouillon" not in text
    kept = minutes.document_id
    keep_minutes(minutes.pk)
    minutes.refresh_from_db()
    assert minutes.document_id == kept


def test_a_draft_says_that_it_is_one():
    meeting = written(room())
    assert "Brouillon" in text_of(minutes_pdf(draft_of(meeting), meeting))


def test_a_correction_leaves_the_approved_pdf_as_it_was():
    where = room()
    meeting = written(where)
    first = approve(draft_of(meeting), by=where.ars, now=NOW)
    correct(meeting, reason="Erreur", by=where.ars, now=NOW)
    part = draft_of(meeting).parts.first()
    save_part(part, "Autre chose.", by=where.ars, now=NOW)
    keep_minutes(first.pk)
    first.refresh_from_db()
    assert "Autre chose" not in text_of(documents.read(first.document))


def test_typed_markup_is_printed_and_nothing_is_fetched():
    """Cases 37 and 38."""
    where = room()
    meeting = held(where)
    typed = '<img src="file:///etc/passwd"><style>@import "http://exemple.test"</style> <b>gras</b>'
    save_part(draft_of(meeting).parts.first(), typed, by=where.ars, now=NOW)
    text = text_of(minutes_pdf(draft_of(meeting), meeting))
    assert "<b>gras</b>" in text
    assert "root:" not in text


def test_the_attendance_sheet_lists_functions():
    meeting = prepared(room(), seats=5)
    text = text_of(attendance_sheet_pdf(meeting, now=NOW))
    assert "Émargement" in text
    assert "Fonction 4" in text
