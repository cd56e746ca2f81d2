"""Asking for what a deposited fiche lacks, and answering (CRPA L. 114-5)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications import todos
from applications.checking import Findings, check
from applications.models import PiecesAnswer, PiecesRequest
from applications.pieces import answer_pieces, ask_for_pieces
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.documents import read
from records.models import JournalEntry, Message
from tests.applications.fiches import deposited, draft
from tests.factories import NOW, member_of, secretary
from tests.printed import text_of
from tests.together import at_once

pytestmark = pytest.mark.django_db
PIECES = "Le calendrier des enquêtes\nL'avis du CSE"
INCOMPLETE = Findings(complete=False, in_time=True, region=True, scope=True)
PDF = b"%PDF-1.7 avis du comite"


@pytest.fixture
def office():
    return secretary(user__full_name="Solène Exemple")


@pytest.fixture
def fiche():
    return deposited()


def asked(fiche, office, *, pieces: str = PIECES, days: int = 15, now=NOW) -> PiecesRequest:
    return ask_for_pieces(fiche.application, pieces=pieces, days=days, by=office, now=now)


def test_a_request_is_a_numbered_act_with_its_delay(fiche, office):
    made = asked(fiche, office)
    assert (made.until, made.act.number) == (date(2026, 12, 7), "ACIA-2026-P-0001")
    assert made.act.content["body"]["pieces"] == ["Le calendrier des enquêtes", "L'avis du CSE"]
    assert made.act.content["authors"][0]["name"] == "Solène Exemple"
    assert JournalEntry.objects.get(deed="applications.ask_pieces").data["number"] == made.act.number


def test_asking_twice_is_asking_once_and_asking_again_replaces(fiche, office):
    first = asked(fiche, office)
    assert asked(fiche, office) == first
    second = asked(fiche, office, pieces="L'avis du CSE")
    first.act.refresh_from_db()
    assert first.act.replaced_by == second.act
    answer_pieces(fiche.application, text="Voici.", by=fiche.ars_writer, now=NOW)
    third = asked(fiche, office, pieces="La signature du procès-verbal")
    second.act.refresh_from_db()
    assert second.act.replaced_by is None, "what was answered stays true"
    assert third.act.number == "ACIA-2026-P-0003"


def test_only_the_secretary_asks_of_a_deposited_fiche_within_bounds(fiche, office, settings):
    for hat in (fiche.ars_signatory, member_of(fiche.application.project.aract)):
        with pytest.raises(NotAllowed, match="secrétariat"):
            asked(fiche, hat)
    with pytest.raises(OutOfTurn):
        asked(draft(), office)
    for days in (settings.PIECES_DAYS_LEAST - 1, settings.PIECES_DAYS_MOST + 1):
        with pytest.raises(Refused, match="Le délai va de"):
            asked(fiche, office, days=days)
    with pytest.raises(Refused, match="ce qui manque"):
        asked(fiche, office, pieces=" \n ")
    assert not PiecesRequest.objects.exists()


def test_a_secretary_without_a_name_is_told_what_to_correct(fiche):
    """Case 74."""
    with pytest.raises(Refused, match="un prénom et un nom"):
        asked(fiche, secretary(user__full_name="Secrétariat"))


def test_the_pair_answers_and_the_secretaries_are_told(fiche, office):
    with pytest.raises(OutOfTurn, match="Aucune pièce n'est demandée"):
        answer_pieces(fiche.application, text="Voici.", by=fiche.ars_writer, now=NOW)
    asked(fiche, office)
    upload = SimpleUploadedFile("avis.pdf", PDF)
    sent = answer_pieces(fiche.application, text="Voici l'avis.", upload=upload, by=fiche.aract_signatory, now=NOW)
    assert read(sent.document) == PDF
    again = SimpleUploadedFile("avis.pdf", PDF)
    assert answer_pieces(fiche.application, text="Voici l'avis.", upload=again, by=fiche.ars_writer, now=NOW) == sent
    assert Message.objects.get(moment="applications.pieces_answered").to == office.user.email
    twice = [answer_pieces(fiche.application, text="Le reste suit.", by=fiche.ars_writer, now=NOW) for _ in range(2)]
    assert twice[0] == twice[1]
    late = NOW + timedelta(days=40)
    answer_pieces(fiche.application, text="Après le délai.", by=fiche.ars_writer, now=late)
    assert PiecesAnswer.objects.count() == 3
    with pytest.raises(NotAllowed):
        answer_pieces(fiche.application, text="Voici.", by=office, now=NOW)


def test_a_fiche_said_incomplete_was_asked_to_complete(fiche, office):
    def incomplete(now):
        reason = "L'avis du CSE manque."
        return check(fiche.application, admissible=False, findings=INCOMPLETE, reason=reason, by=office, now=now)

    with pytest.raises(Refused, match="Demandez d'abord les pièces"):
        incomplete(NOW)
    asked(fiche, office)
    with pytest.raises(OutOfTurn, match="jusqu'au 7\N{NO-BREAK SPACE}décembre"):
        incomplete(NOW + timedelta(days=15))
    incomplete(NOW + timedelta(days=16))
    assert fiche.application.inadmissibilities.get().reason == "L'avis du CSE manque."


def test_an_answer_ends_the_wait(fiche, office):
    asked(fiche, office)
    answer_pieces(fiche.application, text="Nous ne l'avons pas.", by=fiche.ars_writer, now=NOW)
    check(fiche.application, admissible=False, findings=INCOMPLETE, reason="Il manque.", by=office, now=NOW)
    assert fiche.application.inadmissibilities.exists()


def test_the_todo_passes_from_the_secretary_to_the_pair_and_back(fiche, office):
    def labels(hat, now=NOW):
        return [todo.label for todo in todos.todos(hat, now)]

    asked(fiche, office)
    assert labels(office) == []
    assert labels(fiche.ars_writer) == labels(fiche.aract_signatory) == ["Répondre à la demande de pièces"]
    answer_pieces(fiche.application, text="Voici.", by=fiche.ars_writer, now=NOW)
    assert len(labels(office)) == 1
    assert labels(fiche.ars_writer) == []


@pytest.mark.django_db(transaction=True)
def test_the_pages_from_the_request_to_its_file(as_hat, office):
    """The secretary asks, the ARS reads, answers with a file, the secretary reads it; the neighbour finds nothing."""
    fiche = deposited()
    pk = fiche.application.pk
    page, ask = (reverse(f"applications:{name}", args=[pk]) for name in ("application", "ask_pieces"))
    client, ars = as_hat(office), as_hat(fiche.ars_writer)
    assert "Demander des pièces" in client.get(page).content.decode()
    assert ars.get(ask).status_code == 403
    refused = client.post(ask, {"pieces": PIECES, "days": "3"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["days"]
    assert client.post(ask, {"pieces": PIECES, "days": "15"}).url == page
    made = PiecesRequest.objects.get()
    shown = ars.get(page).content.decode()
    assert "L&#x27;avis du CSE" in shown
    assert "réponse attendue" in shown
    mail = Message.objects.filter(moment="applications.pieces_asked", to=fiche.ars_writer.user.email).get()
    assert "– L'avis du CSE" in mail.body
    assert mail.attachments.get() == made.act.document
    letter = text_of(ars.get(reverse("applications:act", args=[pk, made.act_id])).content)
    for words in ("Solène Exemple", "L'avis du CSE", "7 décembre 2026", "L. 114-5", "Copie : Aract"):
        assert words in letter, words
    sent = ars.post(
        reverse("applications:answer_pieces", args=[pk]),
        {"text": "Voici l'avis.", "upload": SimpleUploadedFile("avis.pdf", PDF)},
    )
    assert sent.url == page
    answer = PiecesAnswer.objects.get()
    file = reverse("applications:piece", args=[pk, answer.pk])
    assert client.get(file).content == PDF
    assert "Voici l&#x27;avis." in client.get(reverse("applications:check", args=[pk])).content.decode()
    stranger = as_hat(draft(project__call=fiche.call).ars_signatory)
    for path in (file, ask, reverse("applications:act", args=[pk, made.act_id])):
        assert stranger.get(path).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one_act(office):
    fiche = deposited()
    now = timezone.now()
    assert at_once(*[lambda: asked(fiche, office, now=now)] * 2) == []
    assert PiecesRequest.objects.count() == 1
