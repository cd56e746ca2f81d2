"""Two people, one form on a project's participants: nothing is written over unseen, nothing typed is lost (49, 54)."""

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Call
from regions.joining import depart
from regions.models import PriorityRule
from tests.factories import NOW, ParticipationFactory, secretary
from tests.regions.lives import Life, days_ago, iso, term, upload
from tests.two_people import (
    Form,
    check_a_right_lost_keeps_the_text,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
    locks_rows,
    typed_on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return Life()


@pytest.fixture
def both(life, as_hat):
    return as_hat(life.ars), as_hat(life.aract)


@pytest.fixture
def row(life):
    return ParticipationFactory(project=life.project, joined_on=days_ago(90))


def address(name, project, *args):
    return reverse(f"regions:{name}", args=[project.pk, *args])


def describe(life):
    row = ParticipationFactory(project=life.project, joined_on=days_ago(90))
    first, second = ("contact_function", "Cadre", "Directrice"), ("contact_email", "b@centre.example")

    def shut():
        depart(row, on=days_ago(1), reason="Fusion", by=life.aract, now=NOW)

    return Form(address("describe", life.project, row.pk), first, second, shut=shut)


def change_seat(life):
    profile = term(Vocabulary.PROFILE, "DIRECTION")
    member = life.project.members.create(
        group="collective", profile=profile, function="Directrice", organisation_name="Centre"
    )
    first, second = ("function", "Élue au CSE", "Cadre de santé"), ("seats", "3")
    return Form(address("change_seat", life.project, member.pk), first, second, shut=life.close)


def move_maturity(life):
    tool = ParticipationFactory(project=life.project).digital_project
    used, tried = (str(term(Vocabulary.MATURITY, code).pk) for code in ("USAGE_PLUS_UN_AN", "EXPERIMENTATION"))
    where = address("move_maturity", life.project, tool.pk)
    return Form(where, ("reached", used, tried), besides=lambda: {"on": iso(days_ago(1))}, shut=life.close)


FORMS = (describe, change_seat, move_maturity)
LOCKS = ["regions_award", "regions_participation", "regions_collectivemember", "regions_digitalproject"]


@pytest.mark.parametrize("form", [describe, change_seat])
def test_two_fields_are_both_kept(life, both, form):
    check_two_fields_are_both_kept(form(life), *both)


@pytest.mark.parametrize("form", [describe, change_seat])
def test_what_one_leaves_alone_takes_what_the_other_saved(life, both, form):
    check_what_one_leaves_alone_takes_what_the_other_saved(form(life), *both)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_field_shows_both_and_mine_may_stay(life, both, form):
    check_the_same_field_shows_both(form(life), *both, side="mine", by=str(life.aract))


@pytest.mark.parametrize("form", [describe, change_seat])
def test_the_same_field_shows_both_and_the_other_may_stay(life, both, form):
    """A tool that is already in the other's state moves no more."""
    check_the_same_field_shows_both(form(life), *both, side="theirs", by=str(life.aract))


@pytest.mark.parametrize("form", FORMS)
def test_a_right_lost_while_typing_refuses_and_keeps_the_text(life, both, form):
    """Case 54."""
    check_a_right_lost_keeps_the_text(form(life), both[0], life.ars)


@pytest.mark.parametrize("form", FORMS)
def test_a_turn_that_passed_while_typing_refuses_and_keeps_the_text(life, both, form):
    """Case 35."""
    check_a_turn_that_passed_keeps_the_text(form(life), both[0])


@locks_rows
@pytest.mark.parametrize("form", FORMS)
def test_a_form_locks_in_the_order_of_the_deeds(life, both, form):
    check_locks_follow(LOCKS, form(life), both[0])


def test_dimensions_that_the_other_ticks_are_kept_though_none_was_when_the_page_opened(life, row, both):
    one, other = both
    where, uses = address("describe", life.project, row.pk), term(Vocabulary.DIMENSION, "USAGES")
    mine, theirs = one.get(where), other.get(where)
    other.post(where, {**typed_on(theirs), "dimensions": [uses.pk]})
    assert one.post(where, {**typed_on(mine), "contact_function": "Cadre"}).status_code == 302
    row.refresh_from_db()
    assert (row.contact_function, list(row.dimensions.all())) == ("Cadre", [uses])


def test_a_letter_replaces_the_one_that_its_sender_saw(life, row, both):
    one, other = both
    where = address("receive_letter", life.project, row.pk)
    mine, theirs = one.get(where), other.get(where)
    assert other.post(where, {**typed_on(theirs), "file": upload("leur-lettre.pdf")}).status_code == 302
    answer = one.post(where, {**typed_on(mine), "file": upload("ma-lettre.pdf")})
    assert answer.status_code == 409
    assert "leur-lettre.pdf » a été joint par Consultant" in answer.content.decode()
    row.refresh_from_db()
    assert row.letter.name == "leur-lettre.pdf"
    assert one.post(where, {**typed_on(answer), "file": upload("ma-lettre.pdf")}).status_code == 302
    row.refresh_from_db()
    assert row.letter.name == "ma-lettre.pdf"


@pytest.fixture
def second():
    return secretary(OrganisationKind.ANACT)


@pytest.fixture
def secretaries(life, second, as_hat):
    return as_hat(life.secretary), as_hat(second)


def priority(life):
    def shut():
        Call.objects.update(concluded_at=NOW)

    where = reverse("regions:set_priority_rule", args=[life.project.call.slug])
    return Form(where, ("least_days", "30", "40"), shut=shut)


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_two_secretaries_state_the_same_condition(life, secretaries, second, side):
    check_the_same_field_shows_both(priority(life), *secretaries, side=side, by=str(second))


def test_one_secretary_unticks_while_the_other_counts(life, secretaries):
    form, (one, other) = priority(life), secretaries
    mine, theirs = one.get(form.address), other.get(form.address)
    form.save(other, theirs, stayed=[])
    assert form.save(one, mine, least_days="30").status_code == 302
    rule = PriorityRule.objects.get()
    assert (rule.least_days, rule.confirmed, rule.stayed) == (30, True, False)


def test_the_call_is_concluded_while_its_conditions_are_typed(life, secretaries):
    check_a_turn_that_passed_keeps_the_text(priority(life), secretaries[0])


def test_one_is_secretary_no_more(life, secretaries):
    form, one = priority(life), secretaries[0]
    page = one.get(form.address)
    Membership.objects.filter(pk=life.secretary.pk).update(role=Role.PRESIDENT)
    answer = form.save(one, page, least_days="30")
    assert (answer.status_code, typed_on(answer)["least_days"]) == (403, ["30"])
