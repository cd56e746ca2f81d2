"""What the public asks about a national call: asked, answered to all or to one, corrected, taken back, set aside."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind
from calls.models import Call, CallQuestion
from calls.questions_desk import DESK
from calls.todos import todos
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from records.removing import restore
from tests.calls.drafting import outsiders, ready_call
from tests.factories import NOW, CallFactory, OrganisationFactory, member_of, secretary
from tests.filling import sent
from tests.mails import told

pytestmark = pytest.mark.django_db
WHO = "curieuse@exemple.test"


@pytest.fixture
def call():
    return CallFactory(opens_at=NOW - timedelta(days=9), closes_at=NOW + timedelta(days=900))


def asked(call, **changes) -> CallQuestion:
    typed = {"email": WHO, "text": "Peut-on répondre à deux, à Trifouillis ?", "publishable": True}
    return DESK.ask(call, **typed | changes, now=NOW)


def url(name: str, question: CallQuestion) -> str:
    return reverse(f"calls:{name}", args=[question.call.slug, question.pk])


def read(client, call) -> str:
    return unescape(client.get(call.get_absolute_url()).content.decode())


def test_anybody_asks_a_secretary_answers_to_all_and_the_asker_is_told(as_hat, call):
    by, public = secretary(), as_hat(None)
    form = reverse("calls:ask_question", args=[call.slug])
    text = "Peut-on répondre à deux, à Trifouillis ?"
    typed = sent(public.get(form), name="Ada", email=WHO, text=text, publishable="on")
    assert public.post(form, typed).status_code == 302
    question = CallQuestion.objects.get()
    assert told("calls.asked") == {by.user.email}
    [todo] = todos(by, NOW)
    assert todo.label == "Répondre au public"
    desk = unescape(as_hat(by).get(todo.url).content.decode())
    assert "Trifouillis" in desk
    assert reverse("calls:answer_question", args=[call.slug, question.pk]) in desk
    assert "Trifouillis" not in read(public, call)
    page = as_hat(by).get(url("answer_question", question))
    typed = sent(page, wording="Peut-on répondre à deux ?", answer="Oui, en groupement.")
    assert as_hat(by).post(url("answer_question", question), typed).status_code == 302
    page = read(public, call)
    assert "Peut-on répondre à deux ?" in page
    assert "Oui, en groupement." in page
    for hidden in ("Ada", WHO, "Trifouillis"):
        assert hidden not in page
        assert hidden not in unescape(public.get(reverse("calls:questions", args=[call.slug])).content.decode())
    assert todos(by, NOW) == []
    assert told("calls.answered") == {WHO}
    assert all(WHO not in str(entry.data) + entry.summary for entry in JournalEntry.objects.all())


def test_a_private_answer_is_read_by_its_asker_alone(as_hat, call):
    question = asked(call, publishable=False)
    by = secretary()
    with pytest.raises(Refused, match="ne souhaite pas"):
        DESK.answer(question, wording="Q", answer="Secret.", by=by, now=NOW)
    page = as_hat(by).get(url("answer_question", question))
    assert "ne souhaite pas" in page.content.decode()
    as_hat(by).post(url("answer_question", question), sent(page, answer="Secret.", wording="Forcée"))
    question.refresh_from_db()
    assert (question.private, question.answer) == (True, "Secret.")
    assert "Secret." in Message.objects.get(to=WHO).body
    other = asked(call)
    as_hat(by).post(url("answer_question", other), {"answer": "Discret.", "private": "on"})
    for words in ("Secret.", "Discret."):
        assert words not in read(as_hat(None), call)
    again = as_hat(by).post(url("answer_question", asked(call)), {"answer": "Gardée.", "wording": ""})
    assert again.status_code == 422
    assert "Gardée." in again.content.decode()


def test_an_answer_is_corrected_and_taken_back_and_its_asker_told_of_new_words(as_hat, call):
    by = secretary()
    question = DESK.answer(asked(call), wording="Q ?", answer="Oui.", by=by, now=NOW)
    DESK.answer(question, wording="Q mieux dite ?", answer="Oui.", by=by, now=NOW + timedelta(hours=1))
    assert Message.objects.filter(moment="calls.answered").count() == 1
    DESK.answer(question, wording="Q ?", answer="Non.", by=by, now=NOW + timedelta(hours=2))
    last = Message.objects.filter(moment="calls.answered").order_by("pk").last()
    assert "corrigée" in last.subject
    assert "Non." in last.body
    assert "Oui." in last.body
    client = as_hat(by)
    assert client.get(url("take_back_answer", question)).status_code == 200
    assert client.post(url("take_back_answer", question)).status_code == 302
    assert "Non." not in read(as_hat(None), call)
    assert "Non." in client.get(url("answer_question", question)).content.decode()
    assert [todo.label for todo in todos(by, NOW)] == ["Répondre au public"]
    with pytest.raises(OutOfTurn, match="pas de réponse"):
        DESK.take_back(question, by=by, now=NOW)


def test_a_question_set_aside_is_told_and_comes_back(as_hat, call):
    by = secretary()
    question = asked(call)
    assert as_hat(by).post(url("set_question_aside", question)).status_code == 302
    assert told("calls.set_aside") == {WHO}
    with pytest.raises(OutOfTurn, match="écartée"):
        DESK.answer(question, wording="Q", answer="R", by=by, now=NOW)
    restore(JournalEntry.objects.get(deed="calls.set_aside"), by=secretary())
    DESK.answer(question, wording="Q", answer="R", by=by, now=NOW)
    with pytest.raises(OutOfTurn, match="retirez-la"):
        DESK.set_aside(question, by=by, now=NOW)


def test_nobody_else_answers_and_a_draft_or_an_ended_call_takes_no_question(as_hat, call, settings):
    question = asked(call)
    for hat in outsiders():
        for deed in (DESK.set_aside, DESK.take_back):
            with pytest.raises(NotAllowed):
                deed(question, by=hat, now=NOW)
        with pytest.raises(NotAllowed):
            DESK.answer(question, wording="Q", answer="R", by=hat, now=NOW)
        if hat is not None:
            assert as_hat(hat).get(url("answer_question", question)).status_code == 403
    draft = ready_call(secretary())
    assert as_hat(None).get(reverse("calls:ask_question", args=[draft.slug])).status_code == 404
    form, typed = reverse("calls:ask_question", args=[call.slug]), {"email": WHO, "text": "Une longue question."}
    settings.ACCOUNT_RATE_LIMITS = {"calls.question": "1/h/key"}
    client = as_hat(None)
    assert client.post(form, typed).status_code == 302
    assert client.post(form, typed | {"text": "Une autre question."}).status_code == 429
    settings.ACCOUNT_RATE_LIMITS = {}
    Call.objects.filter(pk=call.pk).update(questions_until=NOW - timedelta(days=1))
    late = client.post(form, typed | {"text": "Trop tard, mais gardée."})
    assert late.status_code == 409
    assert "Trop tard, mais gardée." in late.content.decode()
    assert "Poser une question" not in read(client, call)
    Call.objects.filter(pk=call.pk).update(concluded_at=NOW)
    by = as_hat(secretary())
    assert by.get(url("answer_question", question)).status_code == 409
    assert url("answer_question", question) not in by.get(reverse("calls:questions", args=[call.slug])).content.decode()


def test_who_is_signed_in_finds_their_name_and_address(as_hat, call):
    hat = member_of(OrganisationFactory(kind=OrganisationKind.ARS))
    page = as_hat(hat).get(reverse("calls:ask_question", args=[call.slug])).content.decode()
    assert f'value="{hat.user.email}"' in page


def test_the_list_costs_the_same_for_one_and_three_and_is_searched(as_hat, call, django_assert_num_queries):
    by = secretary()
    client, listed = as_hat(None), reverse("calls:questions", args=[call.slug])
    DESK.answer(asked(call), wording="Combien de pages ?", answer="Dix.", by=by, now=NOW)
    with django_assert_num_queries(3):
        client.get(listed)
    for text in ("Quand ?", "Où ?"):
        DESK.answer(asked(call), wording=text, answer="Plus tard.", by=by, now=NOW)
    with django_assert_num_queries(3):
        client.get(listed)
    found = client.get(listed, {"q": "pages"}).content.decode()
    assert "Dix." in found
    assert "Plus tard." not in found
    assert "Trifouillis" not in client.get(listed, {"q": "trifouillis"}).content.decode()
