"""Instants and phases of a call, at their edges (cases 2 and 9)."""
# ruff: noqa: DTZ001 - naive on purpose: what a clock on the wall shows

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calls.calendar import instant_of, phase
from calls.enums import CallPhase
from calls.models import Call
from calls.status import standing, time_left, timeline
from core.verdicts import Refused
from tests.factories import NOW, CallFactory

SECOND = timedelta(seconds=1)


def call(**dates) -> Call:
    usual = {"opens_at": NOW - timedelta(days=30), "closes_at": NOW, "published_at": NOW - timedelta(days=40)}
    return Call(title="Appel", **usual | dates)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(NOW - SECOND, CallPhase.OPEN), (NOW, CallPhase.EXAMINATION), (NOW + SECOND, CallPhase.EXAMINATION)],
)
def test_closing_is_exclusive(at, expected):
    assert phase(call(), at) == expected


def test_phases_follow_the_dates():
    whole = call(concluded_at=NOW + timedelta(days=9))
    assert phase(call(published_at=None), NOW) == CallPhase.PREPARATION
    assert phase(whole, whole.opens_at - SECOND) == CallPhase.ANNOUNCED
    assert phase(whole, whole.opens_at) == CallPhase.OPEN
    assert phase(whole, whole.concluded_at) == CallPhase.CONCLUDED


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-45, -35, -30, -1, 0, 5, 9, 20])
def test_the_query_and_the_calendar_agree(days):
    CallFactory(
        published_at=NOW - timedelta(days=40),
        opens_at=NOW - timedelta(days=30),
        closes_at=NOW,
        concluded_at=NOW + timedelta(days=9),
    )
    CallFactory(published_at=None)
    at = NOW + timedelta(days=days)
    for each in Call.objects.all():
        found = [state for state in CallPhase if Call.objects.standing_in(state, at).filter(pk=each.pk).exists()]
        assert found == [phase(each, at)]


def test_a_local_time_becomes_one_instant():
    assert instant_of(datetime(2021, 10, 4, 23, 59)) == datetime(2021, 10, 4, 21, 59, tzinfo=UTC)
    assert instant_of(datetime(2027, 1, 11, 9, 0)) == datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
    assert instant_of(datetime(2026, 10, 25, 2, 30), ZoneInfo("America/Martinique")).hour == 6


def test_the_hour_that_happens_twice_is_refused():
    with pytest.raises(Refused, match=r"deux fois.*heure d'hiver"):
        instant_of(datetime(2026, 10, 25, 2, 30))


def test_the_hour_that_never_happens_is_refused():
    with pytest.raises(Refused, match=r"jamais.*heure d'été"):
        instant_of(datetime(2026, 3, 29, 2, 30))


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), "C'est aujourd'hui."),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), "C'est demain."),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), "Il reste 2\N{NO-BREAK SPACE}jours."),
    ],
)
def test_time_left_counts_days_as_a_calendar_does(closing, expected):
    """Midnight belongs to the evening before."""
    assert time_left(call(closes_at=closing), NOW) == expected


@pytest.mark.django_db
def test_timeline_is_in_order_and_says_what_is_past():
    whole = CallFactory(commission_on=(NOW + timedelta(days=40)).date(), funds_from=(NOW + timedelta(days=90)).date())
    whole.milestones.create(on=(NOW - timedelta(days=3)).date(), label="Réunion d'information")
    events = timeline(whole, NOW)
    assert [(event.label, event.past) for event in events] == [
        ("Ouverture de l'appel", True),
        ("Réunion d'information", True),
        ("Clôture des dépôts", False),
        ("Commission d'examen DGOS et Anact", False),
        ("Financements disponibles", False),
    ]


def test_each_phase_has_a_sentence():
    concluded = call(concluded_at=NOW)
    assert "en cours d'examen" in standing(call(), NOW).sentence
    assert "22\N{NO-BREAK SPACE}novembre\N{NO-BREAK SPACE}2026" in standing(concluded, NOW).sentence
    assert "ouvrira le" in standing(call(), NOW - timedelta(days=31)).sentence
    assert "équipe du portail" in standing(call(published_at=None), NOW).sentence
