"""Structures are told of each step of their answer."""

from datetime import timedelta

import pytest

from records.models import Message
from records.removing import restore
from regional_calls.announcing import announce
from regional_calls.enums import JointOutcome
from regional_calls.linking import send_link
from regional_calls.models import AccessLink, RegionalQuestion
from regional_calls.opening import postpone
from regional_calls.posting import issue_receipt, post_letter, unposted
from regional_calls.public_questions import answer, ask, set_aside
from regional_calls.submitting import withdraw
from regional_calls.telling import tell_unfinished
from regional_calls.waiting_list import call_up
from tests.factories import NOW
from tests.mails import told
from tests.regional_calls.answering import AFTER, CLOSES, Pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    made = Pair()
    made.published()
    return made


def opens(message: Message) -> str:
    """Whose answer the link of a mail opens; no page shows it."""
    assert f"/expressions/{message.secret}/" in message.body
    return AccessLink.objects.bearing(message.secret).get().email


def post_all(where: Pair) -> None:
    for choice in unposted(where.call.pk):
        post_letter(choice)


def test_who_asks_for_a_link_or_asks_a_question_is_answered(where):
    send_link(where.call, email="direction@exemple.test", now=NOW)
    assert told("regional_calls.link") == {"direction@exemple.test"}
    asked = ask(where.call, email="curieux@exemple.test", text="Peut-on ?", now=NOW)
    assert told("regional_calls.asked") == {hat.user.email for hat in (where.ars, where.aract, where.signatory)}
    answer(asked, wording="Peut-on ?", answer="Oui.", by=where.aract, now=NOW)
    assert told("regional_calls.answered") == {"curieux@exemple.test"}


def test_who_asked_a_question_set_aside_is_told_once_and_where_to_write(where):
    asked = ask(where.call, email="curieux@exemple.test", text="Et la cantine ?", now=NOW)
    restore(set_aside(asked, by=where.ars, now=NOW), by=where.ars)
    set_aside(RegionalQuestion.objects.get(), by=where.ars, now=NOW)
    assert told("regional_calls.set_aside") == {"curieux@exemple.test"}
    [message] = Message.objects.filter(moment="regional_calls.set_aside")
    assert f"écrivez à {where.call.contact_email} ({where.call.contact_function})" in message.body
    assert message.reply_to == where.call.contact_email


def test_a_draft_is_told_of_the_postponement_by_a_link_of_its_own(where):
    draft, _done = where.written(), where.handed_in(2)
    postpone(where.call, closes_at=CLOSES + timedelta(days=4), reason="Congés", by=where.ars, now=NOW)
    assert told("regional_calls.postponed") == {draft.email}
    [message] = Message.objects.filter(moment="regional_calls.postponed")
    assert "Congés" in message.body
    assert opens(message) == draft.email


def test_a_draft_is_reminded_once_three_days_before_each_closing(where):
    draft, _done = where.written(), where.handed_in(2)
    for at in (CLOSES - timedelta(days=3, seconds=1), CLOSES):
        tell_unfinished(at)
    assert told("regional_calls.unfinished") == set()
    for days in (3, 2):
        tell_unfinished(CLOSES - timedelta(days=days))
    [message] = Message.objects.filter(moment="regional_calls.unfinished")
    assert (message.to, opens(message)) == (draft.email, draft.email)
    assert AccessLink.objects.count() == 1
    postpone(where.call, closes_at=CLOSES + timedelta(days=4), reason="Congés", by=where.ars, now=NOW)
    tell_unfinished(CLOSES + timedelta(days=1))
    assert Message.objects.filter(moment="regional_calls.unfinished").count() == 2
    tell_unfinished(CLOSES + timedelta(days=4))
    assert Message.objects.filter(moment="regional_calls.unfinished").count() == 2


def test_an_answer_received_then_withdrawn(where):
    expression = where.handed_in()
    issue_receipt(expression.pk, now=NOW)
    assert told("regional_calls.received") == {expression.email}
    withdraw(expression, now=NOW)
    assert told("regional_calls.withdrawn") == {expression.email}


def test_choices_are_told_to_all_and_a_place_to_the_next(where):
    first, second = where.handed_in(1), where.handed_in(2)
    where.choose(first)
    where.choose(second, JointOutcome.WAITING, rank=1)
    announce(where.call, by=where.signatory, now=AFTER)
    post_all(where)
    assert told("regional_calls.chosen") == {first.email, second.email}
    call_up(second, by=where.signatory, now=AFTER)
    post_all(where)
    assert told("regional_calls.called_up") == {second.email}
