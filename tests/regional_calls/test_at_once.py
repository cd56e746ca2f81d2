"""Two people at the same instant: one outcome, and the other is told (case 1 of a region's own call)."""

from datetime import timedelta

import pytest

from core.verdicts import OutOfTurn, Refused
from fieldwork.closing import close_project
from records.models import Message
from regional_calls.announcing import announce
from regional_calls.enums import JointOutcome
from regional_calls.linking import begin, send_link
from regional_calls.models import AccessLink, Expression, JointChoice, RegionalCall
from regional_calls.preparing import create_call
from regional_calls.selection import confirm_choice, propose_choice
from regional_calls.submitting import submit
from regions.models import Award, Participation, RegionalProject
from tests.factories import NOW
from tests.regional_calls.answering import AFTER, Pair, values
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair():
    pair = Pair()
    pair.published()
    return pair


def test_one_call_however_many_begin_it():
    pair = Pair()
    refusals = at_once(
        lambda: create_call(pair.project, values(), by=pair.ars, now=NOW),
        lambda: create_call(pair.project, values(), by=pair.aract, now=NOW),
    )
    assert [type(refusal) for refusal in refusals] == [OutOfTurn]
    assert RegionalCall.objects.count() == 1


def test_one_answer_for_an_establishment_and_numbers_without_double(pair):
    first, second = pair.written("a@exemple.test"), pair.written("b@exemple.test")
    second.draft["structure"] = first.draft["structure"]
    second.save()
    third = pair.written("c@exemple.test")
    refusals = at_once(*(lambda row=row: submit(row, now=NOW) for row in (first, second, third)))
    assert [type(refusal) for refusal in refusals] == [Refused]
    numbers = list(Expression.objects.handed_in().values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 2


def test_one_draft_behind_two_links(pair):
    for _ in range(2):
        send_link(pair.call, email="a@exemple.test", now=NOW)
    assert at_once(*(lambda link=link: begin(link, now=NOW) for link in AccessLink.objects.all())) == []
    assert Expression.objects.count() == 1


def test_a_rank_goes_to_one(pair):
    rows = [pair.handed_in(number) for number in (1, 2)]
    for row in rows:
        pair.both_view(row)
    waiting = {"outcome": JointOutcome.WAITING, "rank": 1, "reason": "Plus tard.", "now": AFTER}
    refusals = at_once(
        lambda: propose_choice(rows[0], by=pair.ars, **waiting),
        lambda: propose_choice(rows[1], by=pair.aract, **waiting),
    )
    assert [type(refusal) for refusal in refusals] == [Refused]
    assert JointChoice.objects.count() == 1


def test_a_proposal_that_moves_is_not_confirmed_by_half(pair):
    row = pair.handed_in()
    pair.both_view(row)
    read = propose_choice(row, outcome=JointOutcome.RETAINED, by=pair.aract, now=AFTER)
    at_once(
        lambda: confirm_choice(row, revision=read.revision, by=pair.ars, now=AFTER),
        lambda: propose_choice(row, outcome=JointOutcome.NOT_RETAINED, reason="Non.", by=pair.aract, now=AFTER),
    )
    choice = JointChoice.objects.get()
    assert (choice.outcome, choice.confirmed_at, choice.revision) == (JointOutcome.NOT_RETAINED, None, 2)


def test_the_choices_are_announced_once():
    pair = Pair(retained=True)
    pair.published()
    pair.choose(pair.handed_in())
    refusals = at_once(*[lambda: announce(pair.call, by=pair.signatory, now=AFTER)] * 2)
    assert refusals == []
    assert Message.objects.filter(key__startswith="regional-choice").count() == 1
    assert Participation.objects.count() == 1
    assert RegionalCall.objects.get().announced_at == AFTER
    assert announce(pair.call, by=pair.signatory, now=AFTER + timedelta(days=1)).announced_at == AFTER


def test_nobody_enters_a_project_that_closes_at_that_instant():
    """Whichever comes first: either the structure takes part and the day before is no longer an end, or it is over."""
    pair = Pair(retained=True)
    pair.published()
    pair.choose(pair.handed_in())
    fresh = RegionalProject.objects.select_related("award").get(pk=pair.project.pk)
    on = AFTER.date() - timedelta(days=1)
    at_once(
        lambda: announce(pair.call, by=pair.signatory, now=AFTER),
        lambda: close_project(fresh, on=on, by=pair.ars, now=AFTER),
    )
    entered, closed = Participation.objects.exists(), Award.objects.get().closed_on
    assert not (entered and closed)
