"""Two people, one form of a meeting: nothing is written over unseen, nothing typed is lost (cases 49 and 54)."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from meetings.complement import Line, decide_complement
from meetings.convening import cancel
from meetings.deciding import decide
from meetings.minuting import approve
from tests.factories import NOW, national
from tests.locks import locked_tables
from tests.meetings.rooms import draft_of, held, prepared, room
from tests.two_people import choice_of, typed_on

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Form:
    """A page that edits, a field that both change, another that one of them changes; what a save must send besides."""

    address: str
    first: tuple[str, str, str]
    second: tuple[str, str] | None = None
    besides: dict[str, str] = field(default_factory=dict)


def address(name, meeting, *args):
    return reverse(f"meetings:{name}", args=[meeting.project_id, meeting.pk, *args])


def edit(where):
    return Form(address("edit", prepared(where)), ("title", "Titre A", "Titre B"), ("place", "Salle B"))


def agenda(where):
    return Form(address("agenda", prepared(where)), ("ligne-0-title", "Point A", "Point B"))


def edit_invitee(where):
    meeting = prepared(where)
    where_to = address("edit_invitee", meeting, meeting.invitees.first().pk)
    return Form(where_to, ("function", "Cadre A", "Cadre B"), ("origin", "Service B"))


def invitees(where):
    meeting = prepared(where)
    first, second = (f"siege-{invitee.pk}-email" for invitee in meeting.invitees.all())
    return Form(address("invitees", meeting), (first, "a@exemple.test", "b@exemple.test"), (second, "c@exemple.test"))


def attendance(where):
    meeting = held(where)
    first, second = (f"siege-{invitee.pk}-attendance" for invitee in meeting.invitees.all())
    return Form(address("attendance", meeting), (first, "represented", "absent"), (second, "absent"))


def decided(where):
    wording = {"text": "Faire", "responsible": "", "due_on": None}
    return decide(held(where), wording, by=where.ars, now=NOW)


def reword(where):
    where_to = reverse("meetings:reword", args=[where.project.pk, decided(where).pk])
    return Form(where_to, ("text", "Faire A", "Faire B"), ("responsible", "Direction B"))


def settle(where):
    where_to = reverse("meetings:settle", args=[where.project.pk, decided(where).pk])
    return Form(where_to, ("outcome", "Fait A", "Fait B"), ("done_on", str(NOW.date() - timedelta(days=1))))


def decide_complement_(where):
    committee = held(where)
    decide_complement(committee, [Line("Remplacements", Decimal(1000))], by=where.ars, now=NOW)
    first = ("ligne-0-purpose", "Objet A", "Objet B")
    return Form(address("decide_complement", committee), first, besides={"attested": "on"})


FORMS = (edit, agenda, edit_invitee, invitees, attendance, reword, settle, decide_complement_)


@pytest.fixture
def where():
    return room()


@pytest.fixture
def pair(as_hat, where):
    return as_hat(where.ars), as_hat(where.aract)


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {agenda, decide_complement_}])
def test_two_fields_are_both_kept(where, pair, form):
    form, (one, other) = form(where), pair
    mine, theirs = one.get(form.address), other.get(form.address)
    name, text = form.second
    assert other.post(form.address, typed_on(theirs, **{name: text})).status_code == 302
    assert one.post(form.address, typed_on(mine, **{form.first[0]: form.first[1]})).status_code == 302
    saved = typed_on(one.get(form.address))
    assert (saved[form.first[0]], saved[name]) == ([form.first[1]], [text])


@pytest.mark.parametrize("form", FORMS)
def test_what_one_leaves_alone_takes_what_the_other_saved(where, pair, form):
    form, (one, other) = form(where), pair
    mine, theirs = one.get(form.address), other.get(form.address)
    name, _, text = form.first
    assert other.post(form.address, typed_on(theirs, **{name: text}, **form.besides)).status_code == 302
    assert one.post(form.address, typed_on(mine, **form.besides)).status_code == 302
    assert typed_on(one.get(form.address))[name] == [text]


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("form", FORMS)
def test_the_same_field_shows_both_and_a_button_chooses(where, pair, form, side):
    form, (one, other) = form(where), pair
    mine, theirs = one.get(form.address), other.get(form.address)
    name, text, another = form.first
    assert other.post(form.address, typed_on(theirs, **{name: another}, **form.besides)).status_code == 302
    clash = one.post(form.address, typed_on(mine, **{name: text}, **form.besides))
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "a changé pendant que vous écriviez" in page
    assert str(where.aract) in page.replace("&#x27;", "'")
    assert typed_on(clash)[name] == [text]
    chosen = one.post(form.address, typed_on(clash, **choice_of(clash, side), **form.besides))
    assert chosen.status_code == 302
    assert typed_on(one.get(form.address))[name] == [text if side == "mine" else another]


@pytest.mark.parametrize("form", FORMS)
def test_a_right_lost_while_typing_refuses_and_keeps_the_text(where, pair, form):
    """Case 54."""
    form, (one, _) = form(where), pair
    page = one.get(form.address)
    elsewhere = national(OrganisationKind.DGOS, Role.SECRETARY)
    Membership.objects.filter(pk=where.ars.pk).update(organisation=elsewhere.organisation, role=elsewhere.role)
    name, text, _ = form.first
    answer = one.post(form.address, typed_on(page, **{name: text}, **form.besides))
    assert answer.status_code == 403
    assert typed_on(answer)[name] == [text]


def closed(meeting, where):
    """Cancelled if it is still to come, its minutes approved if it is held."""
    if meeting.held_at is None:
        cancel(meeting, reason="Grève", by=where.aract, now=NOW)
    else:
        part = draft_of(meeting).parts.first()
        part.text = "Dit"
        part.save()
        approve(draft_of(meeting), by=where.aract, now=NOW)


@pytest.mark.parametrize("form", [form for form in FORMS if form is not settle])
def test_a_turn_that_passed_while_typing_refuses_and_keeps_the_text(where, pair, form):
    """Case 35."""
    form, (one, _) = form(where), pair
    page = one.get(form.address)
    closed(where.project.meetings.get(), where)
    name, text, _ = form.first
    answer = one.post(form.address, typed_on(page, **{name: text}, **form.besides))
    assert answer.status_code == 409
    assert typed_on(answer)[name] == [text]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
@pytest.mark.parametrize("form", FORMS)
def test_a_form_locks_in_the_order_of_the_deeds(where, pair, form):
    """Otherwise two people would wait for each other, and one be thrown out."""
    form, (one, _) = form(where), pair
    page, (name, text, _) = one.get(form.address), form.first
    with CaptureQueriesContext(connection) as queries:
        assert one.post(form.address, typed_on(page, **{name: text}, **form.besides)).status_code == 302
    order = ["regions_award", "meetings_meeting", "meetings_invitee", "meetings_meetingdecision"]
    places = [order.index(table) for table in locked_tables(queries)]
    assert places == sorted(places)
