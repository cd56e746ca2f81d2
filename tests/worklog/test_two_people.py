"""Two people, one form on the days: nothing is written over unseen, nothing typed is lost (cases 49 and 54)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import NOW
from tests.two_people import (
    Form,
    check_a_right_lost_keeps_the_text,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
    locks_rows,
)
from tests.worklog.logged import OCTOBER, TUESDAY, living, noted, plan, signatory
from worklog.rates import set_rate
from worklog.sealing import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return living()


@pytest.fixture
def hat(project):
    return signatory(project)


@pytest.fixture
def both(as_hat, project, hat):
    return as_hat(hat), as_hat(signatory(project))


def address(name, project, *args):
    return reverse(f"worklog:{name}", args=[project.pk, *args])


def rates(project, hat):
    set_rate(project, year=2026, amount=Decimal(600), by=hat, now=NOW)

    def shut():
        noted(project, hat, OCTOBER)
        seal(project, OCTOBER, by=hat, now=NOW)

    first, second = ("tarif_2026", "620,00", "640,00"), ("tarif_2027", "650,00")
    return Form(address("rates", project), first, second, shut=shut)


def correct(project, hat):
    plan(project)
    row = noted(project, hat, OCTOBER, "1")
    seal(project, OCTOBER, by=hat, now=NOW)

    def besides():
        return {"on": TUESDAY.isoformat(), "reason": "Réunion écourtée"}

    def shut():
        type(project.award).objects.update(closed_on=TUESDAY)

    return Form(address("correct", project, row.pk), ("days_worked", "0,50", "0,25"), besides=besides, shut=shut)


FORMS = (rates, correct)
LOCKS = ["regions_award", "worklog_workday", "accounts_organisation", "worklog_dayrate", "accounts_user"]


def test_two_rates_are_both_kept(project, hat, both):
    check_two_fields_are_both_kept(rates(project, hat), *both)


@pytest.mark.parametrize("form", FORMS)
def test_what_one_leaves_alone_takes_what_the_other_saved(project, hat, both, form):
    check_what_one_leaves_alone_takes_what_the_other_saved(form(project, hat), *both)


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_the_same_rate_shows_both(project, hat, both, side):
    check_the_same_field_shows_both(rates(project, hat), *both, side=side, by=str(hat))


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_the_same_correction_shows_both(project, hat, both, side):
    check_the_same_field_shows_both(correct(project, hat), *both, side=side, by=str(hat))


@pytest.mark.parametrize("form", FORMS)
def test_a_right_lost_while_typing_refuses_and_keeps_the_text(project, hat, both, form):
    """Case 54."""
    check_a_right_lost_keeps_the_text(form(project, hat), both[0], hat)


@pytest.mark.parametrize("form", FORMS)
def test_a_turn_that_passed_while_typing_refuses_and_keeps_the_text(project, hat, both, form):
    """Case 35."""
    check_a_turn_that_passed_keeps_the_text(form(project, hat), both[0])


@locks_rows
@pytest.mark.parametrize("form", FORMS)
def test_a_form_locks_in_the_order_of_the_deeds(project, hat, both, form):
    check_locks_follow(LOCKS, form(project, hat), both[0])
