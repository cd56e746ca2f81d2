"""Django's admin: reference data, for administrators wearing that hat, behind our sign-in."""

import pytest
from django.urls import reverse

from accounts import joining
from accounts.backends import REFERENCE_ROOMS
from accounts.enums import Role
from accounts.models import User
from tests.factories import MembershipFactory, RegionFactory, administrator, member_of, secretary

pytestmark = pytest.mark.django_db
INDEX = "/administration/donnees/"


def test_an_administrator_reads_the_index(as_hat, admin):
    assert as_hat(admin).get(INDEX).status_code == 200


def test_visitors_are_sent_to_our_sign_in_and_others_told_why(client, as_hat):
    for path in (INDEX, f"{INDEX}accounts/region/", f"{INDEX}login/"):
        (*_, (last, _)) = client.get(path, follow=True).redirect_chain
        assert last.startswith(reverse("account_login")), path
    response = as_hat(secretary()).get(INDEX, follow=True)
    assert response.status_code == 403
    assert "réservées à l&#x27;équipe du portail" in response.text


def test_the_right_is_that_of_the_hat_worn(as_hat, admin, ars):
    other = member_of(ars, user=admin.user)
    assert as_hat(other).get(INDEX, follow=True).status_code == 403
    assert as_hat(admin).get(f"{INDEX}login/").url == INDEX


def test_every_listed_model_is_reference_data_and_opens(as_hat, admin):
    browser = as_hat(admin)
    for app in browser.get(INDEX).context["app_list"]:
        assert app["app_label"] in REFERENCE_ROOMS
        for model in app["models"]:
            assert browser.get(model["admin_url"]).status_code == 200


def test_permissions_follow_the_membership(admin, ars):
    other = administrator()
    plain = MembershipFactory(role=Role.WRITER).user
    assert other.user.has_perm("accounts.change_region")
    assert other.user.has_module_perms("calls")
    assert not other.user.has_perm("accounts.change_user")
    assert not other.user.has_perm("account.change_emailaddress")
    assert not other.user.has_perm("records.delete_journalentry")
    assert not plain.has_perm("accounts.change_region")
    joining.end_membership(other, by=admin)
    assert not User.objects.get(pk=other.user.pk).has_perm("accounts.change_region")


def test_a_region_is_edited(as_hat, admin):
    region = RegionFactory()
    browser = as_hat(admin)
    url = f"{INDEX}accounts/region/{region.pk}/change/"
    form = browser.get(url).context["adminform"].form
    typed = {name: value for name, value in form.initial.items() if value is not None} | {"seat": "Villefictive"}
    typed = {name: value for name, value in typed.items() if value is not False}
    assert browser.post(url, typed).status_code == 302
    region.refresh_from_db()
    assert region.seat == "Villefictive"
