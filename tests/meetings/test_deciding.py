"""Decisions: numbered, followed, done."""

from datetime import timedelta

import pytest

from core.verdicts import NotAllowed, OutOfTurn, Refused
from meetings.deciding import decide, reword, settle, strike
from meetings.minuting import approve
from meetings.models import MeetingDecision
from tests.factories import NOW, member_of, retained_project
from tests.meetings.rooms import draft_of, prepared, room, written

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
TODAY = NOW.date()


def wording(text="Visiter les structures", responsible="Chargé de mission", due_on=TODAY):
    return {"text": text, "responsible": responsible, "due_on": due_on}


@pytest.fixture
def where():
    return room()


@pytest.fixture
def meeting(where):
    return written(where)


def test_decisions_are_numbered_and_close_ranks(where, meeting):
    made = [decide(meeting, wording(f"Décision {n}"), by=where.ars, now=NOW) for n in range(3)]
    assert [decision.number for decision in made] == [1, 2, 3]
    strike(MeetingDecision.objects.get(pk=made[0].pk), by=where.aract, now=NOW)
    with pytest.raises(OutOfTurn, match="a été retirée"):
        strike(made[0], by=where.aract, now=NOW)
    assert list(meeting.decisions.values_list("number", "text")) == [(1, "Décision 1"), (2, "Décision 2")]


def test_the_same_decision_twice_is_one(where, meeting):
    assert decide(meeting, wording(), by=where.ars, now=NOW) == decide(meeting, wording(), by=where.aract, now=NOW)


def test_a_meeting_not_held_decides_nothing(where):
    with pytest.raises(OutOfTurn, match="présences"):
        decide(prepared(where), wording(), by=where.ars, now=NOW)


@pytest.mark.parametrize("responsible", ["Mme Durand", "Délégué CFDT", "Deux\nlignes"])
def test_who_does_it_is_a_function(where, meeting, responsible):
    with pytest.raises(Refused):
        decide(meeting, wording(responsible=responsible), by=where.ars, now=NOW)


def test_a_due_day_follows_the_meeting(where, meeting):
    with pytest.raises(Refused, match="précède"):
        decide(meeting, wording(due_on=TODAY - timedelta(days=30)), by=where.ars, now=NOW)


def test_frozen_with_the_minutes_but_still_to_be_settled(where, meeting):
    decision = decide(meeting, wording(), by=where.ars, now=NOW)
    approve(draft_of(meeting), by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn):
        reword(decision, wording("Autre"), by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn):
        strike(decision, by=where.ars, now=NOW)
    done = settle(decision, done_on=TODAY, outcome="Trois visites", by=where.aract, now=NOW)
    assert (done.done_on, done.outcome) == (TODAY, "Trois visites")
    again = settle(decision, done_on=None, by=where.aract, now=NOW)
    assert (again.done_on, again.outcome) == (None, "")


def test_done_neither_tomorrow_nor_before_the_meeting(where, meeting):
    decision = decide(meeting, wording(), by=where.ars, now=NOW)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=30)):
        with pytest.raises(Refused):
            settle(decision, done_on=day, by=where.ars, now=NOW)


def test_strangers_decide_nothing(where, meeting):
    stranger = member_of(retained_project().aract)
    with pytest.raises(NotAllowed):
        decide(meeting, wording(), by=stranger, now=NOW)
    decision = decide(meeting, wording(), by=where.ars, now=NOW)
    for deed in (
        lambda: reword(decision, wording("x"), by=stranger, now=NOW),
        lambda: strike(decision, by=stranger, now=NOW),
        lambda: settle(decision, done_on=TODAY, by=stranger, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_a_decision_struck_meanwhile_is_said_so(where, meeting):
    seen = decide(meeting, wording(), by=where.ars, now=NOW)
    strike(type(seen).objects.select_related("meeting").get(), by=where.aract, now=NOW)
    for deed in (
        lambda: reword(seen, wording("Autre"), by=where.ars, now=NOW),
        lambda: settle(seen, done_on=TODAY, by=where.ars, now=NOW),
    ):
        with pytest.raises(OutOfTurn, match="retirée"):
            deed()


def test_a_decision_struck_out_meanwhile_is_said_to_be_gone(where, meeting):
    """A deed that waited for the meeting's lock finds no row any more."""
    decision = decide(meeting, wording(), by=where.ars, now=NOW)
    strike(MeetingDecision.objects.get(pk=decision.pk), by=where.aract, now=NOW)
    with pytest.raises(OutOfTurn, match="a été retirée"):
        reword(decision, wording("x"), by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="a été retirée"):
        settle(decision, done_on=TODAY, by=where.ars, now=NOW)
