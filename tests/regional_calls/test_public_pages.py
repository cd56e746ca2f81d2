"""What the public reads, asks and downloads."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.verdicts import NotAllowed, OutOfTurn
from records.models import Message
from regional_calls.models import RegionalCall, RegionalQuestion
from regional_calls.preparing import add_document
from regional_calls.public_questions import answer, ask, set_aside
from tests.factories import NOW, RegionalProjectFactory, RegionFactory
from tests.regional_calls.answering import CLOSES, OPENS, Pair

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LIST = reverse("regional_calls:public_calls")


def test_the_public_list_costs_the_same_for_one_call_and_three(as_hat, django_assert_num_queries):
    client = as_hat(None)
    empty = client.get(LIST).content.decode()
    assert "Aucun appel régional n'est ouvert" in empty
    Pair().published()
    client.get(LIST)
    with django_assert_num_queries(3):
        client.get(LIST)
    for _ in range(2):
        Pair().published()
    with django_assert_num_queries(3):
        page = client.get(LIST).content.decode()
    assert page.count("portal-card--open") == 3


def test_a_call_in_preparation_is_nobodys_but_the_pairs(as_hat):
    pair = Pair()
    call = pair.draft()
    upload = SimpleUploadedFile("cahier.pdf", PDF, "application/pdf")
    piece = add_document(call, title="Cahier des charges", upload=upload, by=pair.ars, now=OPENS)
    document = reverse("regional_calls:public_document", args=[call.slug, piece.pk])
    for client in (as_hat(None), as_hat(Pair().ars), as_hat(pair.ars)):
        assert client.get(call.get_absolute_url()).status_code == 404
        assert client.get(document).status_code == 404
    preview = reverse("regional_calls:preview", args=[pair.project.pk, call.pk])
    assert "n'est pas encore publique" in as_hat(pair.ars).get(preview).content.decode()
    assert as_hat(Pair().ars).get(preview).status_code == 404


def test_the_public_page_says_all_that_matters_with_its_zone(as_hat):
    region = RegionFactory(name="Martinique", time_zone="America/Martinique")
    pair = Pair(RegionalProjectFactory(region=region))
    call = pair.published()
    page = as_hat(None).get(call.get_absolute_url()).content.decode()
    for words in ("heure de Martinique", "Télémédecine", "Instances associées", call.contact_email, "Répondre"):
        assert words in page
    assert call.title in as_hat(None).get(LIST).content.decode()


def test_after_the_closing_one_only_finds_ones_answer_again(as_hat):
    pair = Pair()
    call = pair.published()
    RegionalCall.objects.update(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))
    page = as_hat(None).get(call.get_absolute_url()).content.decode()
    assert "Retrouver votre réponse" in page
    assert "Poser une question" not in page


def test_a_question_shows_once_answered_and_its_asker_is_told(as_hat):
    pair = Pair()
    call = pair.published()
    client = as_hat(None)
    path = reverse("regional_calls:ask_question", args=[call.slug])
    client.post(path, {"email": "curieuse@exemple.test", "text": "Peut-on répondre à deux, à Trifouillis ?"})
    question = RegionalQuestion.objects.get()
    assert "Trifouillis" not in client.get(call.get_absolute_url()).content.decode()
    answering = reverse("regional_calls:answer_question", args=[pair.project.pk, call.pk, question.pk])
    as_hat(pair.aract).post(answering, {"wording": "Peut-on répondre à deux ?", "answer": "Oui, en groupement."})
    page = client.get(call.get_absolute_url()).content.decode()
    assert "Peut-on répondre à deux ?" in page
    assert "Oui, en groupement." in page
    assert "curieuse@exemple.test" not in page
    assert "Trifouillis" not in page
    assert "Oui, en groupement." in Message.objects.get(to="curieuse@exemple.test").body
    as_hat(pair.ars).post(reverse("regional_calls:take_back_answer", args=[pair.project.pk, call.pk, question.pk]))
    assert "Oui, en groupement." not in client.get(call.get_absolute_url()).content.decode()
    as_hat(pair.ars).post(answering, {"answer": "Oui, à vous seule.", "private": "on"})
    assert "à vous seule" not in client.get(call.get_absolute_url()).content.decode()


def test_a_question_is_answered_by_the_pair_only_and_set_aside_once():
    pair = Pair()
    call = pair.published()
    question = ask(call, email="a@exemple.test", text="Une question", now=NOW)
    for by in (Pair().ars, Pair().aract):
        with pytest.raises(NotAllowed):
            answer(question, wording="Q", answer="R", by=by, now=NOW)
        with pytest.raises(NotAllowed):
            set_aside(question, by=by, now=NOW)
    set_aside(question, by=pair.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="écartée"):
        answer(question, wording="Q", answer="R", by=pair.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="ne reçoit plus"):
        ask(call, email="a@exemple.test", text="Trop tard", now=CLOSES)


@pytest.mark.parametrize("text", ["\x00", "avant\u202eaprès", "x" * 20_000, "😀" * 1501, "\ud800"])
def test_hostile_questions_are_refused_at_the_field(as_hat, text):
    call = Pair().published()
    path = reverse("regional_calls:ask_question", args=[call.slug])
    body = text.encode("utf-8", "surrogatepass").decode("latin-1")
    page = as_hat(None).post(path, {"email": "a@exemple.test", "text": text if text != "\ud800" else body[:0]})
    assert page.status_code == 422
    assert not RegionalQuestion.objects.exists()


@pytest.mark.parametrize(
    "email", ["a@b\nBcc: c@d.fr", "a\r\n@exemple.test", "x" * 300 + "@exemple.test", "\u202ea@b.fr"]
)
def test_an_address_writes_no_header(as_hat, email):
    """Case 42."""
    call = Pair().published()
    page = as_hat(None).post(reverse("regional_calls:ask_link", args=[call.slug]), {"email": email})
    assert page.status_code == 422
    assert not Message.objects.exists()


def test_what_the_pair_writes_is_shown_as_text(as_hat):
    """Case 39."""
    pair = Pair()
    call = pair.published(presentation="<script>x</script>")
    page = as_hat(None).get(call.get_absolute_url()).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_the_address_of_a_call_is_short_and_its_own():
    first, second = Pair().published(), None
    pair = Pair(RegionalProjectFactory(region=first.project.region))
    second = pair.published()
    assert first.slug == f"{first.project.region.slug}-2026".lower()
    assert second.slug == f"{first.slug}-2"
