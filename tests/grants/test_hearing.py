"""A beneficiary is heard before money is asked back: its time, its answer, its voice (CRPA L. 121-1 and L. 122-1)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.verdicts import OutOfTurn, Refused
from grants import hearing, recovering
from grants.models import Hearing
from records.models import JournalEntry, Message
from tests.factories import NOW
from tests.grants.funded import TODAY, funded

pytestmark = pytest.mark.django_db
LAST_DAY = TODAY + timedelta(days=15)


@pytest.fixture
def here():
    return funded()


def decide(here, invited, *, days=0, **values):
    given = {"amount": Decimal(100), "reason": "R", "by": here.ars_signatory, **values}
    return recovering.decide(invited, now=NOW + timedelta(days=days), **given)


def test_nothing_is_decided_while_the_time_runs_without_an_answer(here):
    invited = here.invited(here.over())
    assert invited.answer_by == LAST_DAY
    for days in (0, 15):
        with pytest.raises(OutOfTurn, match="a jusqu'au 7"):
            decide(here, invited, days=days, unanswered=True)


def test_silence_is_attested_and_told(here):
    invited = here.invited(here.over())
    with pytest.raises(Refused, match="Attestez"):
        decide(here, invited, days=16)
    made = decide(here, invited, days=16, unanswered=True)
    assert made.act.content["body"]["reply"] == ""


def test_an_answer_opens_the_decision_and_is_quoted(here):
    invited = here.invited(here.over())
    here.answered(invited, "Le solde est engagé.")
    made = decide(here, invited)
    assert made.act.content["body"]["reply"] == "Le solde est engagé."
    with pytest.raises(OutOfTurn, match="close"):
        here.answered(invited, "Trop tard.")


def test_who_asks_to_speak_is_received_first(here):
    invited = here.invited(here.over())
    here.answered(invited, asks_to_speak=True)
    with pytest.raises(OutOfTurn, match="observations orales"):
        decide(here, invited, days=40, unanswered=True)
    here.answered(invited, asks_to_speak=True, spoke_on=TODAY)
    assert decide(here, invited).act.content["body"]["spoke_on"]


def test_the_same_answer_twice_is_recorded_once(here):
    invited = here.invited(here.over())
    for _ in range(2):
        here.answered(invited)
    assert JournalEntry.objects.filter(deed="grants.record_observations").count() == 1
    here.answered(invited, "Et ceci encore.")
    assert JournalEntry.objects.filter(deed="grants.record_observations").count() == 2


@pytest.mark.parametrize("on", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_an_answer_comes_between_the_invitation_and_today(here, on):
    with pytest.raises(Refused, match="Les dates vont du"):
        here.answered(here.invited(here.over()), replied_on=on)


def test_an_answer_says_something(here):
    with pytest.raises(Refused, match="fait valoir"):
        here.answered(here.invited(here.over()), " ")


@pytest.mark.parametrize("days", [7, 91])
def test_the_time_to_answer_has_bounds(here, days):
    with pytest.raises(Refused, match="de 8 à 90 jours"):
        here.invited(here.over(), days=days)


def test_invited_twice_alike_it_is_invited_once(here):
    agreement = here.over()
    first = here.invited(agreement)
    assert here.invited(agreement) == first
    with pytest.raises(OutOfTurn, match="abandonnez d'abord"):
        here.invited(agreement, Decimal(7))
    assert Hearing.objects.count() == 1


def test_given_up_it_is_told_and_another_invitation_may_follow(here):
    agreement = here.over()
    first = here.invited(agreement)
    hearing.give_up(first, by=here.ars_signatory, now=NOW)
    assert "renonce à demander" in Message.objects.get(moment="grants.given_up", to=here.aract_writer.user.email).body
    with pytest.raises(OutOfTurn, match="close"):
        hearing.give_up(first, by=here.ars_signatory, now=NOW)
    with pytest.raises(OutOfTurn, match="close"):
        decide(here, first, days=30, unanswered=True)
    assert here.invited(agreement, Decimal(7)) != first


@pytest.mark.parametrize(("lacking", "told"), [({"siret": ""}, "SIRET"), ({"address": ""}, "adresse postale")])
def test_a_body_that_nobody_can_write_to_is_named(here, lacking, told):
    agreement = here.over(here.partner(**lacking))
    with pytest.raises(Refused, match=told):
        here.invited(agreement)
    assert not Hearing.objects.exists()


def test_a_body_without_an_account_is_written_to_at_its_address(here):
    hearing.give_up(here.invited(here.over(here.partner())), by=here.ars_signatory, now=NOW)
    assert Message.objects.get(moment="grants.given_up").to == "groupement@exemple.test"
