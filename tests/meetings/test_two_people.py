"""Two people, one form of a meeting: nothing is written over unseen, nothing typed is lost (cases 49 and 54)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from meetings.complement import UseLine, decide_complement
from meetings.convening import cancel
from meetings.deciding import decide
from meetings.minuting import approve, save_part
from tests.factories import NOW
from tests.meetings.rooms import draft_of, held, prepared, room
from tests.two_people import (
    Form,
    check_a_right_lost_keeps_the_text,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
)

pytestmark = pytest.mark.django_db


def address(name, meeting, *args):
    return reverse(f"meetings:{name}", args=[meeting.project_id, meeting.pk, *args])


def cancelled(meeting, where):
    return lambda: cancel(meeting, reason="Grève", by=where.aract, now=NOW)


def approved(meeting, where):
    def shut():
        save_part(draft_of(meeting).parts.first(), "Dit", by=where.aract, now=NOW)
        approve(draft_of(meeting), by=where.aract, now=NOW)

    return shut


def edit(where):
    meeting = prepared(where)
    first, second = ("title", "Titre A", "Titre B"), ("place", "Salle B")
    return Form(address("edit", meeting), first, second, shut=cancelled(meeting, where))


def agenda(where):
    meeting = prepared(where)
    first = ("ligne-0-title", "Point A", "Point B")
    return Form(address("agenda", meeting), first, shut=cancelled(meeting, where))


def edit_invitee(where):
    meeting = prepared(where)
    where_to = address("edit_invitee", meeting, meeting.invitees.first().pk)
    first, second = ("function", "Cadre A", "Cadre B"), ("origin", "Service B")
    return Form(where_to, first, second, shut=cancelled(meeting, where))


def invitees(where):
    meeting = prepared(where)
    first, second = (f"siege-{invitee.pk}-email" for invitee in meeting.invitees.all())
    first, second = (first, "a@exemple.test", "b@exemple.test"), (second, "c@exemple.test")
    return Form(address("invitees", meeting), first, second, shut=cancelled(meeting, where))


def attendance(where):
    meeting = held(where)
    first, second = (f"siege-{invitee.pk}-attendance" for invitee in meeting.invitees.all())
    first, second = (first, "represented", "absent"), (second, "absent")
    return Form(address("attendance", meeting), first, second, shut=approved(meeting, where))


def decided(where):
    wording = {"text": "Faire", "responsible": "", "due_on": None}
    return decide(held(where), wording, by=where.ars, now=NOW)


def reword(where):
    decision = decided(where)
    where_to = reverse("meetings:reword", args=[where.project.pk, decision.pk])
    first, second = ("text", "Faire A", "Faire B"), ("responsible", "Direction B")
    return Form(where_to, first, second, shut=approved(decision.meeting, where))


def settle(where):
    where_to = reverse("meetings:settle", args=[where.project.pk, decided(where).pk])
    return Form(where_to, ("outcome", "Fait A", "Fait B"), ("done_on", str(NOW.date() - timedelta(days=1))))


def decide_complement_(where):
    committee = held(where)
    decide_complement(committee, [UseLine("Remplacements", Decimal(1000))], by=where.ars, now=NOW)
    first = ("ligne-0-purpose", "Objet A", "Objet B")
    return Form(
        address("decide_complement", committee),
        first,
        besides=lambda: {"attested": "on"},
        shut=approved(committee, where),
    )


FORMS = (edit, agenda, edit_invitee, invitees, attendance, reword, settle, decide_complement_)
ROWS = {agenda, decide_complement_}
LOCKS = ["regions_award", "meetings_meeting", "meetings_invitee", "meetings_meetingdecision"]


@pytest.fixture
def where():
    return room()


@pytest.fixture
def pair(as_hat, where):
    return as_hat(where.ars), as_hat(where.aract)


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ROWS])
def test_two_fields_are_both_kept(where, pair, form):
    check_two_fields_are_both_kept(form(where), *pair)


@pytest.mark.parametrize("form", FORMS)
def test_what_one_leaves_alone_takes_what_the_other_saved(where, pair, form):
    check_what_one_leaves_alone_takes_what_the_other_saved(form(where), *pair)


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("form", FORMS)
def test_the_same_field_shows_both_and_a_button_chooses(where, pair, form, side):
    check_the_same_field_shows_both(form(where), *pair, side=side, by=str(where.aract))


@pytest.mark.parametrize("form", FORMS)
def test_a_right_lost_while_typing_refuses_and_keeps_the_text(where, pair, form):
    """Case 54."""
    check_a_right_lost_keeps_the_text(form(where), pair[0], where.ars)


@pytest.mark.parametrize("form", [form for form in FORMS if form is not settle])
def test_a_turn_that_passed_while_typing_refuses_and_keeps_the_text(where, pair, form):
    """Case 35."""
    check_a_turn_that_passed_keeps_the_text(form(where), pair[0])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
@pytest.mark.parametrize("form", FORMS)
def test_a_form_locks_in_the_order_of_the_deeds(where, pair, form):
    check_locks_follow(LOCKS, form(where), pair[0])
