"""Structures are told of each step of their answer."""

import pytest

from regional_calls.announcing import announce
from regional_calls.enums import JointOutcome
from regional_calls.linking import send_link
from regional_calls.posting import issue_receipt, post_letter, unposted
from regional_calls.public_questions import answer, ask
from regional_calls.submitting import withdraw
from regional_calls.waiting_list import call_up
from tests.factories import NOW
from tests.mails import told
from tests.regional_calls.answering import AFTER, Pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    made = Pair()
    made.published()
    return made


def post_all(where: Pair) -> None:
    for choice in unposted(where.call.pk):
        post_letter(choice)


def test_who_asks_for_a_link_or_asks_a_question_is_answered(where):
    send_link(where.call, email="direction@exemple.test", now=NOW)
    assert told("regional_calls.link") == {"direction@exemple.test"}
    asked = ask(where.call, email="curieux@exemple.test", text="Peut-on ?", now=NOW)
    answer(asked, wording="Peut-on ?", answer="Oui.", by=where.aract, now=NOW)
    assert told("regional_calls.answered") == {"curieux@exemple.test"}


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
