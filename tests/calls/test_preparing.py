"""Drafting a call and joining its pieces: rights, states, traces."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import OrganisationKind
from calls import preparing
from calls.enums import DocumentKind
from calls.models import Call, CallDocument, CallMilestone
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import Document, JournalEntry
from tests.calls.drafting import outsiders, pdf, ready_call, values
from tests.factories import NOW, CallFactory, secretary

pytestmark = pytest.mark.django_db


def test_a_draft_is_made_with_its_rule_and_its_trace():
    call = preparing.create_call(values(), by=secretary(), now=NOW)
    assert call.published_at is None
    assert call.slug == "numerique-et-travail-en-sante"
    assert call.rule.envelope == Decimal(1_000_000)
    assert [term.code for term in call.themes.all()] == ["TELESANTE"]
    assert JournalEntry.objects.get().deed == "calls.create"


def test_both_national_secretaries_prepare_and_nobody_else():
    preparing.create_call(values(), by=secretary(OrganisationKind.ANACT))
    draft = values(title="Autre")
    for hat in outsiders():
        with pytest.raises(NotAllowed):
            preparing.create_call(draft, by=hat)
    assert Call.objects.count() == 1


def test_an_address_is_derived_once_and_never_taken_twice():
    by = secretary()
    first = preparing.create_call(values(), by=by)
    second = preparing.create_call(values(), by=by)
    assert (first.slug, second.slug) == ("numerique-et-travail-en-sante", "numerique-et-travail-en-sante-2")
    for slug in (first.slug, "nouveau"):
        with pytest.raises(Refused, match="déjà prise"):
            preparing.create_call(values(slug=slug), by=by)
    assert preparing.create_call(values(title="Nouveau"), by=by).slug == "nouveau-2"
    assert preparing.create_call(values(title="???"), by=by).slug == "appel"


def test_editing_changes_the_draft_and_names_what_changed():
    by = secretary()
    call = preparing.create_call(values(), by=by)
    draft = values(title="Nouveau titre", slug=call.slug, fixed=Decimal(60_000))
    draft |= {"questionnaire": call.questionnaire, "grid": call.grid}
    preparing.edit_call(call, draft, by=by)
    call = Call.objects.get()
    assert (call.title, call.rule.fixed) == ("Nouveau titre", Decimal(60_000))
    assert JournalEntry.objects.get(deed="calls.edit").data == {"changed": ["title", "fixed"]}


def test_a_published_call_is_no_longer_edited():
    call = CallFactory()
    with pytest.raises(OutOfTurn, match="ne change plus"):
        preparing.edit_call(call, values(slug=call.slug), by=secretary())
    call.refresh_from_db()
    assert call.title != "Numérique et travail en santé"


def test_pieces_join_a_draft_and_leave_it():
    by = secretary()
    call = ready_call(by)
    milestone = preparing.add_milestone(call, on=NOW.date(), label="Réunion d'information", by=by)
    preparing.remove_piece(milestone, by=by)
    preparing.remove_piece(call.documents.get(), by=by)
    assert not CallMilestone.objects.exists()
    assert not CallDocument.objects.exists()
    assert Document.objects.count() == 1, "the file itself stays, with its trace"
    assert JournalEntry.objects.filter(deed="calls.remove_piece").count() == 2


def test_pieces_still_join_a_published_call_but_no_longer_leave_it():
    by = secretary()
    call = CallFactory()
    piece = preparing.add_document(call, kind=DocumentKind.GUIDE, title="Guide", upload=pdf(), by=by)
    with pytest.raises(OutOfTurn):
        preparing.remove_piece(piece, by=by)
    assert call.documents.count() == 1


def test_a_concluded_call_takes_no_more_pieces():
    call = CallFactory(concluded_at=NOW + timedelta(days=20))
    with pytest.raises(OutOfTurn, match="conclu"):
        preparing.add_milestone(call, on=NOW.date(), label="Trop tard", by=secretary())


def test_only_secretaries_touch_pieces():
    by = secretary()
    call = ready_call(by)
    for hat in outsiders():
        with pytest.raises(NotAllowed):
            preparing.add_milestone(call, on=NOW.date(), label="Intrus", by=hat)
        with pytest.raises(NotAllowed):
            preparing.remove_piece(call.documents.get(), by=hat)


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("note.pdf", b"MZ\x90\x00" + b"\x00" * 200),
        SimpleUploadedFile("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        SimpleUploadedFile("page.html", b"<script>alert(1)</script>"),
        SimpleUploadedFile("vide.pdf", b""),
        SimpleUploadedFile("lourd.pdf", b"%PDF-1.4" + b"0" * (10 * 1024 * 1024)),
    ],
    ids=["renamed program", "scripted drawing", "page", "empty", "too heavy"],
)
def test_a_hostile_file_leaves_nothing_behind(upload):
    by = secretary()
    call = preparing.create_call(values(), by=by)
    with pytest.raises(Refused):
        preparing.add_document(call, kind=DocumentKind.NOTE, title="Note", upload=upload, by=by)
    assert not CallDocument.objects.exists()
    assert not JournalEntry.objects.filter(deed="calls.add_document").exists()
