"""Messages on a deposited fiche, and the notes that its pair never sees."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications import todos as desk
from applications.exporting import fiches_sheet
from applications.history import history
from applications.messaging import send_message, set_aside, write_note
from applications.models import ThreadMessage
from applications.todos import todos
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.applications.fiches import deposited, draft
from tests.factories import NOW, member_of, national, secretary
from tests.mails import told
from tests.news import news

pytestmark = pytest.mark.django_db
SECRET = "Prolonger de deux jours si le binôme le demande."
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def fiche():
    return deposited()


def address(name: str, fiche, *more) -> str:
    return reverse(f"applications:{name}", args=[fiche.application.pk, *more])


def labels(hat) -> list[str]:
    return [todo.label for todo in todos(hat, timezone.now()) if "message" in todo.label]


def test_each_side_is_told_has_it_to_do_and_answers(fiche):
    clerk = secretary()
    send_message(fiche.application, text="Où en êtes-vous ?", by=clerk)
    people = (fiche.ars_writer, fiche.ars_signatory, fiche.aract_writer, fiche.aract_signatory)
    assert told("applications.message_to_pair") == {hat.user.email for hat in people}
    assert labels(fiche.aract_writer) == ["Répondre à un message"]
    assert labels(clerk) == []
    send_message(fiche.application, text="Nous avançons.", by=fiche.aract_writer)
    assert told("applications.message_to_secretariat") == {clerk.user.email}
    assert labels(fiche.aract_writer) == []
    assert labels(clerk) == ["Répondre à un message"]
    send_message(fiche.application, text="Une précision.", by=fiche.ars_writer)
    assert labels(clerk) == ["Répondre à 2 messages"]
    assert set_aside(fiche.application, by=clerk) == 2
    assert set_aside(fiche.application, by=clerk) == 0
    assert labels(clerk) == []
    assert JournalEntry.objects.filter(deed="applications.set_aside").count() == 1


def test_strangers_and_rapporteurs_neither_write_nor_read(fiche, as_hat):
    stranger = member_of(deposited().application.project.ars)
    for by in (stranger, national("dgos", "president"), national("dgos", "signatory")):
        with pytest.raises(NotAllowed):
            send_message(fiche.application, text="Bonjour", by=by)
    assert as_hat(stranger).get(address("messages", fiche)).status_code == 404
    assert as_hat(national("dgos", "president")).get(address("messages", fiche)).status_code == 403
    blank = draft()
    with pytest.raises(OutOfTurn):
        send_message(blank.application, text="Bonjour", by=blank.ars_writer)
    with pytest.raises(Refused):
        send_message(fiche.application, text=" ", by=fiche.ars_writer)


def test_a_note_is_never_seen_by_the_pair(fiche, as_hat):
    """By address, page, history, moves, mail and export."""
    clerk, president = secretary(), national("dgos", "president")
    write_note(fiche.application, text=SECRET, by=clerk)
    for hat in (fiche.ars_signatory, fiche.aract_writer):
        client = as_hat(hat)
        assert client.get(address("notes", fiche)).status_code == 404
        assert client.post(address("notes", fiche), {"text": "x"}).status_code == 404
        for page in ("application", "messages", "history", "read"):
            shown = client.get(address(page, fiche)).content.decode()
            assert SECRET not in shown
            assert "Note interne" not in shown
            assert "Notes internes" not in shown
        assert not [move for move in news(desk, hat, NOW - timedelta(days=9999), timezone.now()) if "ote" in move.text]
        with pytest.raises(NotAllowed):
            write_note(fiche.application, text="x", by=hat)
    assert not [line for line in history(fiche.application) if "ote" in line.text]
    assert not Message.objects.filter(body__contains=SECRET).exists()
    assert SECRET not in str(fiches_sheet(fiche.call, by=clerk).rows)
    assert SECRET not in str(list(JournalEntry.objects.values_list("summary", "data")))
    for hat in (clerk, president):
        assert SECRET in as_hat(hat).get(address("notes", fiche)).content.decode()
    assert as_hat(national("dgos", "signatory")).get(address("notes", fiche)).status_code == 404


def test_the_database_keeps_a_note_inside(fiche):
    note = write_note(fiche.application, text=SECRET, by=secretary())
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreadMessage.objects.filter(pk=note.pk).update(side="pair")


def test_the_page_sends_once_with_its_file(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    page = address("messages", fiche)
    key = client.get(page).context["form"].sending

    def typed():
        return {"text": "Voici.", "upload": SimpleUploadedFile("a.pdf", PAPER, "application/pdf"), "envoi": key}

    for _ in range(2):
        assert client.post(page, typed()).status_code == 302
    message = ThreadMessage.objects.get()
    piece = address("message_piece", fiche, message.pk)
    assert client.get(piece).status_code == 200
    assert as_hat(secretary()).get(piece).status_code == 200
    assert as_hat(member_of(deposited().application.project.ars)).get(piece).status_code == 404
    wrong = client.post(page, {"text": "", "upload": SimpleUploadedFile("a.exe", b"MZ", "application/pdf")})
    assert wrong.status_code == 422


def test_a_file_that_is_refused_keeps_the_text(fiche, as_hat):
    page = address("messages", fiche)
    sent = {"text": "Mon texte.", "upload": SimpleUploadedFile("a.pdf", b"MZ", "application/pdf")}
    wrong = as_hat(fiche.ars_writer).post(page, sent)
    assert wrong.status_code == 422
    assert "Mon texte." in wrong.content.decode()
    assert not ThreadMessage.objects.exists()


def test_a_long_thread_costs_the_same(fiche, as_hat, django_assert_max_num_queries):
    for number in range(25):
        send_message(fiche.application, text=f"Message {number}", by=fiche.ars_writer)
    client = as_hat(secretary())
    client.get(address("messages", fiche))
    with django_assert_max_num_queries(16):
        shown = client.get(address("messages", fiche)).content.decode()
    assert "Message 24" in shown
    assert "Message 4<" not in shown
