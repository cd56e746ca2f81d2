"""No party decides alone, and nothing is announced before both agree on everything."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from regional_calls.announcing import announce, blockers
from regional_calls.enums import JointOutcome, Leaning, PairParty
from regional_calls.models import JointChoice, RegionalCall
from regional_calls.posting import post_letter, unposted
from regional_calls.selection import confirm_choice, give_view, propose_choice, views_for
from regional_calls.submitting import submit
from regional_calls.writing import describe_project
from tests.factories import NOW, secretary
from tests.regional_calls.answering import AFTER, Pair, described

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def pair():
    pair = Pair()
    pair.published()
    return pair


def test_the_others_view_shows_once_ones_own_is_given(pair):
    expression = pair.handed_in()
    give_view(expression, leaning=Leaning.RESERVED, comment="À préciser.", by=pair.ars, now=NOW)
    seen = views_for(expression, PairParty.ARACT)
    assert (seen.other, seen.other_given) == (None, True)
    give_view(expression, leaning=Leaning.FAVOURABLE, by=pair.aract, now=NOW)
    seen = views_for(type(expression).objects.get(pk=expression.pk), PairParty.ARACT)
    assert seen.other.comment == "À préciser."


def test_a_view_is_about_what_was_handed_in(pair):
    expression = pair.handed_in()
    give_view(expression, leaning=Leaning.FAVOURABLE, by=pair.ars, now=NOW + timedelta(minutes=2))
    describe_project(expression, described(pair.call, title="Autre projet"), now=NOW + timedelta(hours=1))
    expression = submit(expression, now=NOW + timedelta(hours=2))
    assert views_for(expression, PairParty.ARS).own_is_stale
    with pytest.raises(OutOfTurn, match="Donnez d'abord l'avis"):
        propose_choice(expression, outcome=JointOutcome.RETAINED, by=pair.ars, now=AFTER)


def test_only_the_pair_sorts(pair):
    expression = pair.handed_in()
    stranger = Pair()
    for by in (stranger.ars, stranger.aract, secretary()):
        with pytest.raises(NotAllowed):
            give_view(expression, leaning=Leaning.FAVOURABLE, by=by, now=NOW)
        with pytest.raises(NotAllowed):
            propose_choice(expression, outcome=JointOutcome.RETAINED, by=by, now=AFTER)
        with pytest.raises(NotAllowed):
            announce(pair.call, by=by, now=AFTER)


def test_nobody_confirms_their_own_partys_proposal(pair):
    expression = pair.handed_in()
    pair.both_view(expression)
    choice = propose_choice(expression, outcome=JointOutcome.RETAINED, by=pair.aract, now=AFTER)
    with pytest.raises(OutOfTurn, match="a fait cette proposition"):
        confirm_choice(expression, revision=choice.revision, by=pair.aract, now=AFTER)
    assert confirm_choice(expression, revision=choice.revision, by=pair.ars, now=AFTER).confirmed_party == PairParty.ARS
    assert confirm_choice(expression, revision=choice.revision, by=pair.ars, now=AFTER).confirmed_at == AFTER
    assert JournalEntry.objects.filter(deed="regional_calls.confirm_choice").count() == 1


def test_the_database_refuses_a_choice_made_by_one(pair):
    expression = pair.handed_in()
    pair.choose(expression)
    with pytest.raises(IntegrityError), transaction.atomic():
        JointChoice.objects.update(confirmed_party=PairParty.ARACT)


def test_a_confirmation_is_about_what_was_read(pair):
    expression = pair.handed_in()
    pair.both_view(expression)
    read = propose_choice(expression, outcome=JointOutcome.RETAINED, by=pair.aract, now=AFTER)
    propose_choice(expression, outcome=JointOutcome.NOT_RETAINED, reason="Hors champ.", by=pair.aract, now=AFTER)
    with pytest.raises(OutOfTurn, match="a changé"):
        confirm_choice(expression, revision=read.revision, by=pair.ars, now=AFTER)


def test_a_new_proposal_undoes_the_confirmation(pair):
    expression = pair.handed_in()
    pair.choose(expression)
    propose_choice(expression, outcome=JointOutcome.NOT_RETAINED, reason="Finalement non.", by=pair.ars, now=AFTER)
    choice = JointChoice.objects.get()
    assert (choice.confirmed_at, choice.confirmed_by, choice.proposed_party) == (None, None, PairParty.ARS)


def test_choices_wait_for_the_closing_and_say_why(pair):
    """Case 35."""
    expression = pair.handed_in()
    pair.both_view(expression, now=NOW)
    with pytest.raises(OutOfTurn, match="une fois l'appel fermé"):
        propose_choice(expression, outcome=JointOutcome.RETAINED, by=pair.ars, now=NOW)
    with pytest.raises(Refused, match="motif"):
        propose_choice(expression, outcome=JointOutcome.NOT_RETAINED, reason="  ", by=pair.ars, now=AFTER)
    with pytest.raises(Refused, match="rang"):
        propose_choice(expression, outcome=JointOutcome.WAITING, reason="Plus tard.", by=pair.ars, now=AFTER)


def test_ranks_are_held_once_and_follow_from_one(pair):
    first, second = pair.handed_in(1), pair.handed_in(2)
    pair.choose(first, JointOutcome.WAITING, rank=2)
    pair.both_view(second)
    with pytest.raises(Refused, match="déjà celui du"):
        propose_choice(second, outcome=JointOutcome.WAITING, rank=2, reason="Plus tard.", by=pair.ars, now=AFTER)
    pair.choose(second)
    with pytest.raises(Refused, match="se suivent"):
        announce(pair.call, by=pair.signatory, now=AFTER)


def test_nothing_is_announced_before_both_agree_on_everything(pair):
    first, second = pair.handed_in(1), pair.handed_in(2)
    assert "ferme le" in blockers(pair.call, NOW)[0]
    pair.choose(first)
    pair.both_view(second)
    with pytest.raises(Refused, match="sans choix proposé"):
        announce(pair.call, by=pair.signatory, now=AFTER)
    propose_choice(second, outcome=JointOutcome.RETAINED, by=pair.ars, now=AFTER)
    with pytest.raises(Refused, match="à confirmer"):
        announce(pair.call, by=pair.signatory, now=AFTER)
    assert not Message.objects.filter(key__startswith="regional-choice").exists()


def test_announcing_writes_once_to_every_structure_with_its_reason(pair):
    outcomes = ((JointOutcome.RETAINED, {}), (JointOutcome.WAITING, {"rank": 1}), (JointOutcome.NOT_RETAINED, {}))
    for number, (outcome, kwargs) in enumerate(outcomes, start=1):
        pair.choose(pair.handed_in(number), outcome, **kwargs)
    announce(pair.call, by=pair.signatory, now=AFTER)
    again = announce(pair.call, by=pair.signatory, now=AFTER + timedelta(days=1))
    assert again.announced_at == AFTER
    for choice in unposted(pair.call.pk):
        post_letter(choice)
    said = {message.to: message.body for message in Message.objects.filter(key__startswith="regional-choice")}
    assert len(said) == 3
    assert "est retenue" in said["structure1@exemple.test"]
    assert "liste d'attente" in said["structure2@exemple.test"]
    assert "n'est pas retenue" in said["structure3@exemple.test"]
    assert JournalEntry.objects.filter(deed="regional_calls.announce").count() == 1


def test_once_announced_nothing_changes(pair):
    expression = pair.handed_in()
    pair.choose(expression)
    announce(pair.call, by=pair.signatory, now=AFTER)
    for act in (
        lambda: give_view(expression, leaning=Leaning.UNFAVOURABLE, by=pair.ars, now=AFTER),
        lambda: propose_choice(expression, outcome=JointOutcome.NOT_RETAINED, reason="Non.", by=pair.ars, now=AFTER),
    ):
        with pytest.raises(OutOfTurn, match="ne changent plus"):
            act()


def test_a_call_without_answer_is_concluded_and_another_may_begin(pair):
    announce(pair.call, by=pair.signatory, now=AFTER)
    pair.draft(closes_at=AFTER + timedelta(days=2))
    assert RegionalCall.objects.count() == 2
