"""Each role finds its pages in the header."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from dashboards.navigation import Link, current_call, legal_links, links_for, mark_current
from tests.factories import (
    NOW,
    CallFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    member_of,
    national,
    secretary,
)

pytestmark = pytest.mark.django_db


def labels(hat) -> list[str]:
    return [link.label for link in links_for(hat, NOW)]


def test_the_public():
    assert labels(None) == ["Accueil", "Appels", "Appels régionaux", "Repères", "Vérifier un document"]


@pytest.mark.parametrize("kind", [OrganisationKind.ARS, OrganisationKind.ARACT, OrganisationKind.OPERATOR])
@pytest.mark.parametrize("role", [Role.WRITER, Role.SIGNATORY])
def test_a_pair(kind, role):
    hat = member_of(OrganisationFactory(kind=kind), role)
    assert labels(hat) == ["Vos tâches", "Vos fiches", "Votre région", "Appels", "Lettres de décision", "Structures"]


def test_a_rapporteur():
    found = ["Vos tâches", "Vos évaluations", "Appels", "Structures"]
    assert labels(national(OrganisationKind.DGOS, Role.RAPPORTEUR)) == found


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY])
def test_the_commission_has_its_call(role):
    hat = national(OrganisationKind.ANACT, role)
    assert labels(hat) == ["Vos tâches", "Appels", "Lettres de décision", "Réseau", "Structures"]
    call = CallFactory()
    links = {link.label: link.url for link in links_for(hat, NOW)}
    wanted = ["Vos tâches", "Appels", "Commission", "Décisions", "Lettres de décision", "Réseau", "Structures"]
    assert list(links) == wanted
    assert links["Commission"] == reverse("commission:dashboard", args=[call.slug])


def test_an_establishment():
    hat = member_of(OrganisationFactory(kind=OrganisationKind.ESTABLISHMENT), Role.CONTACT)
    assert labels(hat) == ["Vos tâches", "Vos participations", "Appels"]


def test_an_administrator():
    found = labels(administrator())
    assert found == [
        "Vos tâches",
        "Comptes",
        "Invitations",
        "Courriels",
        "Travaux",
        "Journal des actes",
        "FINESS",
        "Données",
    ]


def test_the_current_call_is_the_first_to_close_that_is_not_concluded():
    CallFactory(concluded_at=NOW)
    CallFactory(published_at=None)
    later = CallFactory()
    examined = CallFactory(closes_at=NOW)
    assert current_call(NOW) == examined
    examined.delete()
    assert current_call(NOW) == later


def test_the_longest_address_wins():
    links = [Link("Accueil", "/"), Link("Appels", "/appels/"), Link("Commission", "/appels/x/")]
    assert [link.current for link in mark_current(links, "/appels/x/fiches/")] == [False, False, True]
    assert [link.current for link in mark_current(links, "/contact/")] == [False, False, False]
    assert [link.current for link in mark_current(links, "/")] == [True, False, False]


def test_legal_pages_are_in_the_footer_of_every_page():
    page = Client().get(reverse("legal")).content.decode()
    for link in legal_links():
        assert f'href="{link.url}"' in page


@pytest.mark.parametrize("name", ["legal", "privacy", "accessibility", "sitemap", "contact"])
def test_public_pages_need_no_account_and_cost_no_query_for_the_menu(name, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        answer = Client().get(reverse(name))
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1
    assert not answer.cookies


def test_the_site_map_shows_what_the_hat_may_open(as_hat):
    page = as_hat(administrator()).get(reverse("sitemap")).content.decode()
    assert "Votre espace" in page
    assert reverse("records:journal") in page
    assert reverse("records:journal") not in Client().get(reverse("sitemap")).content.decode()


def test_the_header_says_for_whom_one_acts(as_hat):
    hat = MembershipFactory(job_title="Chargée de mission", organisation__short_name="ARS Île-de-France")
    page = as_hat(hat).get(reverse("contact")).content.decode()
    assert "Vous agissez pour <strong>l&#x27;ARS Île-de-France</strong> – Chargée de mission (rédaction)" in page
    assert "Changer de rôle" not in page


def test_several_hats_are_changed_in_the_header(as_hat):
    user = UserFactory()
    hat, other = MembershipFactory(user=user), secretary(user=user)
    page = as_hat(hat).get(reverse("contact")).content.decode()
    assert f'action="{reverse("accounts:choose_hat")}"' in page
    assert f'<option value="{hat.pk}" selected>' in page
    assert f'<option value="{other.pk}">' in page


def test_the_contact_page_names_functions_of_current_calls(as_hat):
    call = CallFactory()
    call.contacts.create(organisation=OrganisationFactory(), function="Référente ACIA", email="acia@exemple.test")
    concluded = CallFactory(concluded_at=NOW - timedelta(days=1))
    concluded.contacts.create(organisation=OrganisationFactory(), function="Ancien contact", email="vieux@exemple.test")
    page = Client().get(reverse("contact")).content.decode()
    assert "acia@exemple.test" in page
    assert "vieux@exemple.test" not in page


def test_the_neutral_identity_shows_none_of_the_states_signs(settings):
    page = Client().get(reverse("contact")).content.decode()
    assert "fr-logo" not in page
    assert "css/neutral.css" in page
    settings.PORTAL_IDENTITY = "etat"
    page = Client().get(reverse("contact")).content.decode()
    assert "fr-logo" in page
    assert "css/neutral.css" not in page
