"""Signing in and out: sessions, enumeration, brute force, redirections (cases 43, 44, 46)."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import joining, leaving
from tests.factories import PASSWORD, member_of, secretary

pytestmark = pytest.mark.django_db
LOGIN = "account_login"


@pytest.fixture
def hat(ars):
    return member_of(ars)


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(reverse(LOGIN), {"login": email, "password": password, **extra})


def test_the_address_is_enough_whatever_its_case_and_the_session_is_renewed(client, hat):
    client.get(reverse("home"))
    session = client.session
    session["before"] = True
    session.save()
    former = session.session_key
    response = sign_in(client, hat.user.email.upper())
    assert response.url == reverse("todos")
    assert client.session.session_key != former
    assert client.session.get_expire_at_browser_close()


def test_the_page_speaks_our_words(client):
    page = client.get(reverse(LOGIN)).text
    for words in ("Adresse électronique", "Mot de passe oublié", "Les comptes s'ouvrent sur invitation"):
        assert words in page
    assert "E-mail" not in page
    assert "placeholder" not in page


def stripped(response):
    """A page without what changes at every request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


def test_unknown_account_wrong_password_and_closed_account_look_alike(hat, ars, admin, monkeypatch):
    closed = member_of(ars)
    leaving.deactivate(closed.user, by=admin)
    emails = ["inconnue@exemple.test", hat.user.email, closed.user.email]
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or encode(*a, **k))
    pages, works = set(), set()
    for email in emails:
        hashed.clear()
        response = sign_in(Client(), email, "mauvais mot de passe")
        assert response.status_code == 200
        pages.add(stripped(response).replace(email, ""))
        works.add(len(hashed))
    assert len(pages) == 1
    assert "incorrect" in pages.pop()
    assert works == {1}, "one hash is computed in each case, so that time does not tell"


def test_a_closed_account_is_told_so_only_with_its_password(client, hat, admin):
    leaving.deactivate(hat.user, by=admin)
    response = sign_in(client, hat.user.email)
    assert response.url == reverse("account_inactive")
    assert "désactivé" in client.get(response.url).text
    assert "_auth_user_id" not in client.session


def test_brute_force_is_slowed_by_account(client, hat, settings):
    """Case 44."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    cache.clear()
    for _ in range(5):
        assert "incorrect" in sign_in(client, hat.user.email, "mauvais").text
    assert "Trop d&#x27;essais" in sign_in(client, hat.user.email).text
    cache.clear()


def test_brute_force_is_slowed_by_address(client, settings):
    """Case 44."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    cache.clear()
    answers = [sign_in(client, f"personne{n}@exemple.test", "mauvais") for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Trop de demandes" in answers[-1].text
    cache.clear()


@pytest.mark.parametrize(
    "target",
    [
        "//ailleurs.example",
        "https:ailleurs.example",
        "https://ailleurs.example/",
        "\\\\ailleurs.example",
        "/\\ailleurs.example",
        "javascript:alert(1)",
        "http://testserver/mon-compte/",
        " //ailleurs.example",
    ],
)
def test_next_leads_nowhere_else(client, hat, target):
    """Case 46."""
    page = client.get(reverse(LOGIN), {"next": target})
    assert page.status_code == 200
    assert sign_in(client, hat.user.email, next=target).url == reverse("todos")
    assert client.post(reverse("account_logout"), {"next": target}).url == reverse("home")


def test_next_leads_to_a_page_of_ours(client, hat):
    asked = client.get(reverse("accounts:account"))
    assert asked.url == f"{reverse(LOGIN)}?next={reverse('accounts:account')}"
    assert sign_in(client, hat.user.email, next="/mon-compte/").url == "/mon-compte/"


def test_signing_out_asks_by_post_only(client, hat):
    sign_in(client, hat.user.email)
    assert "Se déconnecter" in client.get(reverse("account_logout")).text
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).url == reverse("home")
    assert "_auth_user_id" not in client.session


def test_signing_out_leaves_no_text_in_the_browser(client, hat):
    """Case 54: nothing personal stays on a computer that others use."""
    sign_in(client, hat.user.email)
    assert client.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"storage"'


def test_a_role_lost_in_mid_session_closes_at_once(as_hat, hat, admin):
    browser = as_hat(hat)
    assert browser.get("/mon-compte/").context["hat"] == hat
    joining.end_membership(hat, by=admin)
    assert browser.get("/mon-compte/").context["hat"] is None


def test_an_administrator_who_lost_the_role_is_shut_out_of_its_pages(as_hat, admin):
    other = member_of(admin.organisation, "administrator")
    browser = as_hat(other)
    assert browser.get(reverse("accounts:people")).status_code == 200
    joining.end_membership(other, by=admin)
    assert browser.get(reverse("accounts:people")).status_code == 403


def test_signup_is_closed_and_says_how_to_come_in(client):
    for response in (client.get("/compte/inscription/"), client.post("/compte/inscription/", {"email": "x@y.fr"})):
        assert response.status_code == 200
        assert "invitation" in response.text


@pytest.mark.parametrize("path", ["email/", "login/", "confirm-email/", "password/set/", "login/code/confirm/", ""])
def test_the_rest_of_allauth_has_no_page(as_hat, path):
    assert as_hat(secretary()).get(f"/compte/{path}").status_code == 404


def test_identity_is_confirmed_by_the_password(as_hat, hat):
    browser = as_hat(hat)
    url = reverse("account_reauthenticate")
    assert "retapez votre mot de passe" in browser.get(url).text
    assert "Ce n&#x27;est pas votre mot de passe" in browser.post(url, {"password": "mauvais"}).text
    assert browser.post(url + "?next=/mon-compte/", {"password": PASSWORD}).url == "/mon-compte/"
