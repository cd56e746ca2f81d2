"""Looking everywhere at once, within what one may see."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from core.finding import words_of
from dashboards import finding
from tests.applications.fiches import complete, deposited
from tests.factories import (
    CallFactory,
    EstablishmentFactory,
    RegionFactory,
    administrator,
    member_of,
    national,
    secretary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def found(hat, text: str) -> dict[str, list[str]]:
    return {one.kind: [line.title for line in one.lines] for one in finding.results(hat, text)}


@pytest.fixture
def fiche():
    region = RegionFactory(code="53", name="Bretagne")
    call = CallFactory(title="Numérique et travail", reference="DGOS/RH3/2027/001")
    return deposited(project__call=call, project__region=region, project__title="Téléconsultation à l'œuvre")


def test_words_are_found_without_accents_in_any_order_and_as_literals(fiche):
    hat = secretary()
    assert found(hat, "oeuvre TELECONSULTATION") == {"Fiches projet": ["Téléconsultation à l'œuvre"]}
    assert found(hat, "téléconsultation bretagne") == {"Fiches projet": ["Téléconsultation à l'œuvre"]}
    assert found(hat, "rh3 2027") == {"Appels": ["Numérique et travail"]}
    for literal in ("%", "_", "%%", "\\", "'", '"', "x\0", "", " ", "é", "𝕏" * 300, "a" * 5000):
        assert found(hat, literal) == {}
    assert "Fiches projet" in found(hat, "Bretagne %")


def test_each_kind_is_found_where_it_leads(fiche):
    EstablishmentFactory(name="Clinique du Ponant", search_text="clinique du ponant")
    assert found(secretary(), "bretagne") == {"Régions": ["Bretagne"], "Fiches projet": ["Téléconsultation à l'œuvre"]}
    assert found(secretary(), "clinique ponant") == {"Structures": ["Clinique du Ponant"]}
    assert found(secretary(), "cliniqeu") == {"Structures": ["Clinique du Ponant"]}
    assert found(secretary(), fiche.application.deposit.number)["Fiches projet"]


def test_what_a_role_does_not_read_it_does_not_find(fiche):
    text = "téléconsultation"
    draft = complete(project__title="Téléconsultation en brouillon")
    assert found(secretary(), text) == {"Fiches projet": ["Téléconsultation à l'œuvre"]}
    assert found(fiche.ars_writer, text) == {"Fiches projet": ["Téléconsultation à l'œuvre"]}
    assert found(draft.aract_writer, text) == {"Fiches projet": ["Téléconsultation en brouillon"]}
    contact = member_of(EstablishmentFactory().region and fiche.application.project.ars, Role.WRITER)
    assert found(contact, text)
    for hat in (
        national(OrganisationKind.DGOS, Role.RAPPORTEUR),
        administrator(),
        complete().ars_writer,
    ):
        assert found(hat, text) == {}
    assert found(complete().ars_writer, "bretagne") == {}


def test_the_page_says_how_many_and_what_to_do_when_nothing_answers(fiche, as_hat):
    client, url = as_hat(secretary()), reverse("search")
    page = client.get(f"{url}?{urlencode({'q': 'bretagne'})}").content.decode()
    assert "2\N{NO-BREAK SPACE}résultats" in page
    assert reverse("applications:application", args=[fiche.application.pk]) in page
    assert "Rien ne répond à ces mots" in client.get(f"{url}?q=introuvable").content.decode()
    assert "au moins deux lettres" in client.get(f"{url}?q=z").content.decode()
    hostile = client.get(f"{url}?{urlencode({'q': '<script>alert(1)</script>'})}").content.decode()
    assert "<script>alert(1)" not in hostile
    assert client.get(f"{url}?q=%00%ff").status_code == 200
    assert 'action="/recherche/"' in page


def test_the_public_has_no_search(client):
    assert client.get(reverse("search")).status_code == 302
    assert 'action="/recherche/"' not in client.get(reverse("home")).content.decode()


def test_it_costs_the_same_for_one_and_for_many_and_is_bounded(fiche, django_assert_num_queries, as_hat):
    hat = secretary()
    with django_assert_num_queries(7):
        finding.results(hat, "travail")
    for number in range(finding.MOST + 3):
        CallFactory(title=f"Travail et soin {number}")
    with django_assert_num_queries(7):
        calls = next(one for one in finding.results(hat, "travail") if one.kind == "Appels")
    assert len(calls.lines) == finding.MOST
    assert calls.cut


def test_few_words_are_compared():
    assert words_of("Île-de-France") == ["ile", "de", "france"]
    assert len(words_of("mot " * 100)) == 8
    assert words_of("a b c") == []
