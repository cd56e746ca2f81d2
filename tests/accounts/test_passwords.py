"""Forgotten and changed passwords: links, hosts, sessions, enumeration (cases 43 to 45)."""

import re
import smtplib

import pytest
from django.core import mail
from django.urls import reverse

from records.models import Message
from tests.accounts.conftest import GOOD_PASSWORD
from tests.factories import PASSWORD, UserFactory, member_of

pytestmark = pytest.mark.django_db
FORGOTTEN = "account_reset_password"


@pytest.fixture
def hat(ars):
    return member_of(ars)


def link_received():
    return re.search(r"http\S+/mot-de-passe/oubli/\S+", mail.outbox[-1].body)[0]


def test_the_link_opens_the_account_once(client, as_hat, hat):
    elsewhere = as_hat(hat)
    assert client.post(reverse(FORGOTTEN), {"email": hat.user.email}).url == reverse("account_reset_password_done")
    assert mail.outbox[0].subject == "ACIA\N{NO-BREAK SPACE}: choisir un nouveau mot de passe"
    assert mail.outbox[0].reply_to == ["contact@portail-acia.example"]
    [(html, kind)] = mail.outbox[0].alternatives
    assert (kind, "/mot-de-passe/oubli/" in html) == ("text/html", True)
    path = link_received().removeprefix("http://testserver")
    form_page = client.get(path).url
    assert "Nouveau mot de passe" in client.get(form_page).text
    response = client.post(form_page, {"password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD})
    assert response.url == reverse("account_reset_password_from_key_done")
    hat.user.refresh_from_db()
    assert hat.user.check_password(GOOD_PASSWORD)
    assert elsewhere.get("/mon-compte/").status_code == 302, "sessions opened before are closed"
    assert "a changé" in mail.outbox[-1].subject
    used = client.get(path)
    assert "Ce lien ne sert plus" in used.text


def test_the_link_is_never_kept_in_the_outbox(client, hat):
    client.post(reverse(FORGOTTEN), {"email": hat.user.email})
    assert len(mail.outbox) == 1
    assert not Message.objects.exists()


def test_an_unknown_address_gets_the_same_answer_and_a_mail_too(client, hat):
    known = client.post(reverse(FORGOTTEN), {"email": hat.user.email}, follow=True)
    unknown = client.post(reverse(FORGOTTEN), {"email": "inconnue@exemple.test"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.text == unknown.text
    assert [message.to for message in mail.outbox] == [[hat.user.email], ["inconnue@exemple.test"]]
    assert "Aucun compte" in mail.outbox[1].body
    assert "/mot-de-passe/oubli/" not in mail.outbox[1].body


def test_a_poisoned_host_is_refused(client, hat):
    response = client.post(reverse(FORGOTTEN), {"email": hat.user.email}, headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    assert not mail.outbox


@pytest.mark.parametrize("headers", [{"x-forwarded-host": "ailleurs.example"}, {"host": "localhost"}])
def test_the_link_carries_the_configured_domain(client, hat, settings, headers):
    settings.SITE_URL = "https://portail.example"
    client.post(reverse(FORGOTTEN), {"email": hat.user.email}, headers=headers)
    assert link_received().startswith("https://portail.example/compte/mot-de-passe/oubli/")
    assert "ailleurs" not in str(mail.outbox[0].message())


def test_a_mute_mail_server_changes_nothing_to_the_page(client, hat, monkeypatch):
    def mute(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("mute")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", mute)
    assert client.post(reverse(FORGOTTEN), {"email": hat.user.email}).url == reverse("account_reset_password_done")


def test_a_deactivated_account_gets_no_link(client):
    person = UserFactory(is_active=False)
    client.post(reverse(FORGOTTEN), {"email": person.email})
    assert "Aucun compte" in mail.outbox[0].body


def test_changing_the_password_closes_the_other_sessions(as_hat, hat):
    here, elsewhere = as_hat(hat), as_hat(hat)
    typed = {"oldpassword": PASSWORD, "password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD}
    assert here.post(reverse("account_change_password"), typed).url == reverse("accounts:account")
    assert here.get("/mon-compte/").status_code == 200
    assert elsewhere.get("/mon-compte/").status_code == 302
    assert mail.outbox[0].to == [hat.user.email]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"oldpassword": "mauvais"}, "pas votre mot de passe actuel"),
        ({"password1": "court", "password2": "court"}, "au minimum 12"),
        ({"password2": "autre chose encore"}, "même mot de passe"),
    ],
)
def test_a_bad_change_is_told_at_its_field(as_hat, hat, typed, sentence):
    good = {"oldpassword": PASSWORD, "password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD}
    response = as_hat(hat).post(reverse("account_change_password"), {**good, **typed})
    assert sentence in response.text
    hat.user.refresh_from_db()
    assert hat.user.check_password(PASSWORD)


def test_an_account_without_password_is_sent_a_link_instead(as_hat, hat):
    hat.user.set_unusable_password()
    hat.user.save()
    browser = as_hat(hat)
    assert "Changer de mot de passe" not in browser.get("/mon-compte/").text
    response = browser.get(reverse("account_change_password"), follow=True)
    assert response.redirect_chain[-1][0] == reverse(FORGOTTEN)
