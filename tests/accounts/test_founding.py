"""The first administrator of a new portal."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind
from accounts.models import Membership
from records.models import JournalEntry
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def platform():
    return OrganisationFactory(kind=OrganisationKind.PLATFORM, name="Équipe du portail")


def test_the_first_administrator_chooses_a_password_and_enters(platform, capsys):
    call_command("create_administrator", "premiere@exemple.test")
    assert reverse("account_reset_password") in capsys.readouterr().out
    assert Membership.objects.get().administers
    assert JournalEntry.objects.get().deed == "accounts.found"
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "premiere@exemple.test"})
    link = re.search(r"https?://\S+", mail.outbox[0].body).group()
    page = client.get(link.replace("http://testserver", ""), follow=True)
    choice = {"password1": "une phrase assez longue", "password2": "une phrase assez longue"}
    client.post(page.redirect_chain[-1][0], choice)
    signed_in = client.login(email="premiere@exemple.test", password="une phrase assez longue")
    assert signed_in
    assert client.get(reverse("accounts:people")).status_code == 200


def test_there_is_only_one_first(platform):
    call_command("create_administrator", "premiere@exemple.test")
    with pytest.raises(CommandError, match="déjà une administration"):
        call_command("create_administrator", "seconde@exemple.test")


@pytest.mark.parametrize("email", ["pas une adresse", ""])
def test_an_address_is_wanted(platform, email):
    with pytest.raises(CommandError, match="adresse"):
        call_command("create_administrator", email)
