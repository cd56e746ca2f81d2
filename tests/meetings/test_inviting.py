"""Whom a meeting brings together."""

import pytest

from core.verdicts import OutOfTurn, Refused
from meetings.enums import Circle
from meetings.inviting import (
    MOST_INVITEES,
    Guest,
    add_invitee,
    change_invitee,
    invite_circles,
    remove_invitee,
    set_addresses,
)
from meetings.minuting import approve
from meetings.models import Invitee
from tests.factories import NOW
from tests.meetings.rooms import collective, draft_of, held, prepared, room, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    made = room()
    collective(made.project)
    return made


def test_circles_bring_those_whom_the_project_knows(where):
    meeting = prepared(where, seats=0)
    added = invite_circles(meeting, list(Circle), by=where.ars, now=NOW)
    functions = {invitee.function for invitee in added}
    assert {"Directeur général", "Chargé de mission", "Référente", "Siège ELU_PERSONNEL", "Siège GRADES"} <= functions
    assert Invitee.objects.get(function="Siège GRADES").persons == 2
    assert Invitee.objects.get(function="Référente").email == "referente@exemple.test"


def test_asked_twice_a_circle_comes_once(where):
    meeting = prepared(where, seats=0)
    invite_circles(meeting, [Circle.COLLECTIVE], by=where.ars, now=NOW)
    assert invite_circles(meeting, [Circle.COLLECTIVE], by=where.aract, now=NOW) == []
    assert meeting.invitees.count() == 5


def test_addresses_of_earlier_meetings_are_remembered(where):
    first = prepared(where, seats=0)
    invite_circles(first, [Circle.COLLECTIVE], by=where.ars, now=NOW)
    staff = first.invitees.get(function="Siège ELU_PERSONNEL")
    assert set_addresses(first, {staff.pk: "elu@exemple.test"}, by=where.ars, now=NOW) == 1
    second = prepared(where, seats=0, kind="collectif")
    invite_circles(second, [Circle.COLLECTIVE], by=where.ars, now=NOW)
    assert second.invitees.get(function="Siège ELU_PERSONNEL").email == "elu@exemple.test"


@pytest.mark.parametrize("function", ["Déléguée CGT", "Élu S.U.D. au CSE, CFDT", "M. Durand"])
def test_a_seat_names_neither_a_union_nor_a_person(where, function):
    meeting = prepared(where, seats=0)
    with pytest.raises(Refused):
        add_invitee(meeting, Guest(None, function, ""), by=where.ars, now=NOW)


def test_the_same_seat_is_not_invited_twice(where):
    meeting = prepared(where, seats=0)
    add_invitee(meeting, Guest(None, "Directrice", "Clinique"), by=where.ars, now=NOW)
    with pytest.raises(Refused, match="déjà invitée"):
        add_invitee(meeting, Guest(None, "DIRECTRICE", "clinique"), by=where.ars, now=NOW)


def test_seats_are_bounded(where):
    meeting = prepared(where, seats=0)
    Invitee.objects.bulk_create(
        Invitee(meeting=meeting, function=f"Fonction {number}") for number in range(MOST_INVITEES)
    )
    with pytest.raises(Refused, match="au plus"):
        add_invitee(meeting, Guest(None, "Une de trop", ""), by=where.ars, now=NOW)


def test_a_wrong_address_is_refused_and_nothing_written(where):
    meeting = prepared(where, seats=2)
    one, other = meeting.invitees.all()
    with pytest.raises(Refused, match="adresse électronique"):
        set_addresses(meeting, {one.pk: "bon@exemple.test", other.pk: "sans arobase"}, by=where.ars, now=NOW)
    assert set(meeting.invitees.values_list("email", flat=True)) == {"siege0@exemple.test", "siege1@exemple.test"}


def test_an_unexpected_person_joins_until_the_minutes_are_approved(where):
    meeting = written(where)
    add_invitee(meeting, Guest(None, "Venue sans prévenir", ""), by=where.ars, now=NOW)
    approve(draft_of(meeting), by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="approuvé"):
        add_invitee(meeting, Guest(None, "Trop tard", ""), by=where.ars, now=NOW)


def test_a_seat_is_not_taken_away_once_presences_are_recorded(where):
    meeting = held(where)
    with pytest.raises(OutOfTurn):
        remove_invitee(meeting.invitees.first(), by=where.ars, now=NOW)


def test_a_seat_taken_away_meanwhile_is_said_so(where):
    meeting = prepared(where)
    seen = meeting.invitees.first()
    remove_invitee(meeting.invitees.get(pk=seen.pk), by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="retiré"):
        change_invitee(seen, Guest(None, "Directrice", "Centre fictif"), by=where.ars, now=NOW)


def test_a_seat_taken_away_meanwhile_is_said_to_be_gone(where):
    meeting = prepared(where)
    seat = add_invitee(meeting, Guest(None, "Cadre de santé", ""), by=where.ars, now=NOW)
    remove_invitee(Invitee.objects.get(pk=seat.pk), by=where.aract, now=NOW)
    with pytest.raises(OutOfTurn, match="a été retiré"):
        change_invitee(seat, Guest(None, "Cadre de nuit", ""), by=where.ars, now=NOW)
