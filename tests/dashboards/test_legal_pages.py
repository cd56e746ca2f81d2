"""Legal pages: said from the settings alone, and only what is known; what is missing is told to administrators."""

import re

import pytest
import time_machine
from django.conf import settings as portal
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts import idling
from dashboards import facts
from dashboards.todos import todos
from records import sweeping
from regional_calls import forgetting
from tests.factories import NOW, PASSWORD, UserFactory, administrator, secretary

pytestmark = pytest.mark.django_db
PAGES = ["legal", "privacy", "accessibility"]
VALUES = {name: f"valeur-{rank}-" for rank, name in enumerate(portal.PORTAL_FACTS_ASKED)}


def page(name: str, client: Client | None = None) -> str:
    return (client or Client()).get(reverse(name)).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", PAGES)
def test_each_page_says_all_that_it_asks_for(name, settings):
    settings.PORTAL_FACTS = VALUES
    text = page(name)
    for variable, (where, _) in portal.PORTAL_FACTS_ASKED.items():
        if where == name:
            assert VALUES[variable] in text


@pytest.mark.parametrize("name", PAGES)
def test_the_public_never_reads_of_what_is_missing(name, settings):
    settings.PORTAL_FACTS = dict.fromkeys(VALUES, "")
    text = page(name)
    assert "PORTAL_" not in text
    assert "pas encore été désigné" not in text
    assert not re.search(
        r": ?[.<]", re.sub(r'"[^"]*"', "", text.split("<main", 1)[1].split("</main>")[0]).replace(":</p>", "")
    )


@pytest.mark.parametrize("name", PAGES)
def test_administrators_read_what_is_missing_on_the_page(name, settings, as_hat):
    settings.PORTAL_FACTS = dict.fromkeys(VALUES, "")
    client = as_hat(administrator())
    for variable, (where, _) in portal.PORTAL_FACTS_ASKED.items():
        assert (variable in page(name, client)) == (where == name)
    settings.PORTAL_FACTS = VALUES
    assert "PORTAL_" not in page(name, client)


def test_administrators_have_a_task_until_nothing_is_missing(settings):
    settings.PORTAL_FACTS = VALUES | {"PORTAL_DPO": "", "PORTAL_HOST": "", "PORTAL_HOST_PHONE": ""}
    hat = administrator()
    with time_machine.travel(NOW, tick=False):
        told = [line for line in todos(hat, NOW) if line.label == "Compléter les pages légales"]
        assert [(line.subject, line.url) for line in told] == [
            ("3\N{NO-BREAK SPACE}mentions manquent", reverse("legal"))
        ]
        assert facts.todos(secretary(), NOW) == []
        settings.PORTAL_FACTS = VALUES
        assert facts.todos(hat, NOW) == []


def test_the_periods_said_are_those_that_run():
    text = page("privacy")
    assert f"désactivé après {idling.MONTHS} mois" in text
    assert f"effacée, avec ses pièces, {forgetting.MONTHS} mois après la clôture" in text
    assert "pas encore appliquées" in text
    swept = {function.__qualname__ for function in sweeping.EXTRA}
    assert {"close_idle_accounts", "forget_drafts", "SessionStore.clear_expired"} <= swept
    call_command("sweep")


def test_two_cookies_and_no_third_as_the_footer_and_the_page_say():
    person = UserFactory()
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))
    sent = {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    answer = client.post(reverse("account_login"), sent)
    assert answer.status_code == 302
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    assert not client.cookies["sessionid"]["max-age"]
    assert int(client.cookies["csrftoken"]["max-age"]) == portal.CSRF_COOKIE_AGE
    text = page("privacy")
    for name in client.cookies:
        assert f"<code>{name}</code>" in text
    assert "deux témoins nécessaires" in text


def test_the_declaration_follows_the_official_model():
    text = page("accessibility")
    headings = [
        "État de conformité",
        "Résultats des tests",
        "Contenus non accessibles",
        "Retour d'information",
        "Voies de recours",
    ]
    assert [text.index(heading) for heading in headings] == sorted(text.index(heading) for heading in headings)
    for expected in ("non conforme", "formulaire.defenseurdesdroits.fr", "09 69 39 00 00", "71120", portal.SITE_URL):
        assert expected in text
