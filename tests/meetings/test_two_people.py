"""Two people, one form of a meeting: nothing is written over unseen, nothing typed is lost (cases 49 and 54)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from meetings.complement import UseLine, decide_complement
from meetings.convening import cancel
from meetings.deciding import decide
from meetings.inviting import remove_invitee
from meetings.minuting import approve, save_part
from meetings.models import Invitee, Meeting
from meetings.presiding import preside
from records.models import JournalEntry, Message
from tests.factories import NOW
from tests.meetings.rooms import convened, draft_of, held, prepared, room, written
from tests.two_people import (
    Form,
    check_a_removal_is_asked_told_and_undone,
    check_a_right_lost_keeps_the_text,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
    locks_rows,
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


def chair(where):
    meeting = prepared(where)
    preside(meeting, chair="Ana Exemple", chair_quality="directrice", by=where.ars, now=NOW)
    first, second = ("chair", "Marie Exemple", "Noé Exemple"), ("chair_quality", "directeur")
    return Form(address("chair", meeting), first, second, shut=cancelled(meeting, where))


def decide_complement_(where):
    committee = held(where)
    decide_complement(committee, [UseLine("Remplacements", Decimal(1000))], by=where.ars, now=NOW)
    preside(committee, chair="Marie Exemple", chair_quality="directrice", by=where.ars, now=NOW)
    first = ("ligne-0-purpose", "Objet A", "Objet B")
    return Form(
        address("decide_complement", committee),
        first,
        besides=lambda: {"attested": "on"},
        shut=approved(committee, where),
    )


FORMS = (edit, agenda, edit_invitee, invitees, attendance, reword, settle, chair, decide_complement_)
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


@locks_rows
@pytest.mark.parametrize("form", FORMS)
def test_a_form_locks_in_the_order_of_the_deeds(where, pair, form):
    check_locks_follow(LOCKS, form(where), pair[0])


def test_a_decision_removed_comes_back_after_the_others(where, pair):
    meeting = written(where)
    wordings = ({"text": text, "responsible": "", "due_on": None} for text in ("Une", "Deux", "Trois"))
    first, *_ = [decide(meeting, wording, by=where.ars, now=NOW) for wording in wordings]
    strike_at = reverse("meetings:strike", args=[where.project.pk, first.pk])
    undo = check_a_removal_is_asked_told_and_undone(strike_at, *pair, by=str(where.aract))
    assert list(meeting.decisions.values_list("number", "text")) == [(1, "Deux"), (2, "Trois"), (3, "Une")]
    assert "Retrait annulé" in pair[0].get(address("meeting", meeting)).content.decode()
    pair[1].post(strike_at)
    approve(draft_of(meeting), by=where.ars, now=NOW)
    assert pair[0].post(undo).status_code == 409
    assert pair[0].get(strike_at).status_code == 409
    assert meeting.decisions.count() == 2


def test_a_seat_removed_comes_back_and_its_person_is_told_each_time(where, pair):
    meeting = convened(where, seats=1)
    seat = meeting.invitees.get()
    mails = Message.objects.filter(to=seat.email)
    assert mails.count() == 1
    removal = address("remove_invitee", meeting, seat.pk)
    check_a_removal_is_asked_told_and_undone(removal, *pair, by=str(where.aract))
    assert meeting.invitees.get() == seat
    told = [mail.moment for mail in mails.order_by("pk")[1:]]
    assert told == ["meetings.withdrawal", "meetings.reinvitation"]
    pair[0].post(removal)
    assert mails.count() == 4


def test_a_seat_typed_on_while_it_is_removed_says_who_did(where, pair):
    form = edit_invitee(where)
    page, (name, text, _) = pair[0].get(form.address), form.first
    remove_invitee(Invitee.objects.order_by("pk").last(), by=where.aract, now=NOW)
    remove_invitee(Invitee.objects.order_by("pk").first(), by=where.aract, now=NOW)
    answer = form.save(pair[0], page, **{name: text})
    assert answer.status_code == 409
    assert text in answer.content.decode()
    assert str(where.aract) in answer.content.decode().replace("&#x27;", "'")


def test_a_seat_does_not_come_back_to_a_meeting_that_is_cancelled(where, pair):
    meeting = convened(where, seats=1)
    pair[0].post(address("remove_invitee", meeting, meeting.invitees.get().pk))
    entry = JournalEntry.objects.order_by("-pk").first()
    cancel(Meeting.objects.get(), reason="Grève", by=where.aract, now=NOW)
    assert pair[0].post(reverse("records:restore", args=[entry.pk])).status_code == 409
    assert not meeting.invitees.exists()
