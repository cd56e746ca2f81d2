"""Choosing the hat one wears."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.factories import MembershipFactory, OrganisationFactory, member_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
CHOOSE = "accounts:choose_hat"


@pytest.fixture
def two(ars):
    first = member_of(ars)
    second = MembershipFactory(user=first.user, organisation=OrganisationFactory(), role=Role.SIGNATORY)
    return first, second


def test_rights_are_asked_of_the_chosen_one(as_hat, two):
    first, second = two
    browser = as_hat(first)
    response = browser.post(reverse(CHOOSE), {"membership": second.pk})
    assert response.url == reverse("todos")
    page = browser.get(reverse("accounts:account"))
    assert page.context["hat"] == second
    assert str(first.organisation) in page.text


@pytest.mark.parametrize("typed", ["", "x", "0", "-1", "9" * 5000, "1.5", "²"])
def test_nonsense_changes_nothing(as_hat, two, typed):
    first, _ = two
    browser = as_hat(first)
    assert browser.post(reverse(CHOOSE), {"membership": typed}).status_code == 404
    assert browser.get(reverse("accounts:account")).context["hat"] == first


def test_neither_another_s_hat_nor_one_s_own_former_one(as_hat, two, ars, admin):
    first, second = two
    other = member_of(ars)
    second.until = second.since
    second.save()
    browser = as_hat(first)
    for hat in (other, second):
        assert browser.post(reverse(CHOOSE), {"membership": hat.pk}).status_code == 404


def test_the_account_page_of_someone_without_a_hat_says_what_to_do(as_hat, ars):
    hat = member_of(ars)
    hat.until = hat.since
    hat.save()
    page = as_hat(hat).get(reverse("accounts:account"))
    assert page.context["hat"] is None
    assert "Aucun rôle en cours" in page.text
