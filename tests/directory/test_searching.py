"""Finding structures (cases 32 and 41)."""

import pytest
from django.urls import reverse

from directory.models import Establishment
from directory.registering import register_establishment
from directory.searching import is_key
from regions.searching import search
from tests.factories import (
    NOW,
    ApplicationFactory,
    EstablishmentFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    RegionFactory,
    member_of,
    secretary,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return RegionalProjectFactory(region=RegionFactory(code="11", name="Île-de-France"))


def named(project, name, *, city="Cergy", **kwargs):
    return register_establishment(
        name=name,
        city=city,
        region=kwargs.pop("region", project.region),
        sector="sanitaire",
        legal_status="public",
        **kwargs,
    )


def names(found):
    return [hit.establishment.name for hit in found.hits]


@pytest.mark.parametrize(
    "text", ["voltaire", "VOLTAIRE éhpad", "cergy volt", "95000", "950000012", "95 000 001 2", "950000", "Œuvre"]
)
def test_by_words_of_the_name_city_postcode_or_number(project, text):
    named(project, "EHPAD Voltaire, œuvre du Parc", finess="950000012", postcode="95000")
    named(project, "Clinique du Lac", city="Melun", finess="770000013")
    assert names(search(project, text)) == ["EHPAD Voltaire, œuvre du Parc"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "%%%", "' OR 1=1 --", "cergy%", "v_x_aire", "', ;", "\x00", "١٢٣"])
def test_wildcards_and_quotes_are_literals(project, text):
    """Case 41. Signs are no part of a word, so a word beside one still counts."""
    named(project, "EHPAD Voltaire")
    assert names(search(project, text)) == (["EHPAD Voltaire"] if text == "cergy%" else [])


def test_nothing_typed_finds_nothing_and_says_what_to_type(project):
    named(project, "EHPAD Voltaire")
    assert search(project, "  ") == search(project, "")
    assert search(project, "").advice == ""
    assert "Tapez un nom" in search(project, "%").advice


def test_closed_and_present_structures_are_shown_but_not_to_choose(project):
    named(project, "Clinique fermée", closed_on=NOW.date())
    ParticipationFactory(project=project, establishment=named(project, "Clinique prise"))
    named(project, "Clinique libre")
    obstacles = {hit.establishment.name: hit.obstacle for hit in search(project, "clinique").hits}
    assert obstacles == {
        "Clinique fermée": "Fermé depuis le 22\xa0novembre\xa02026",
        "Clinique prise": "Déjà dans la fiche",
        "Clinique libre": "",
    }


def test_a_structure_of_another_region_is_explained_at_once(project):
    named(project, "Centre du Port", city="Brest", finess="290000017", region=RegionFactory(code="53", name="Bretagne"))
    for text in ("290000017", "centre du port"):
        found = search(project, text)
        assert found.hits == []
        assert [row.name for row in found.elsewhere] == ["Centre du Port"]
        assert "Bretagne" in found.advice
        assert "ne peuvent pas participer" in found.advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("750000099", "Aucune structure ne porte le numéro FINESS 750000099."),
        ("75 000 009", "vous en avez saisi 8."),
        ("7500000991", "vous en avez saisi 10."),
        ("2a0000999", "Aucune structure ne porte le numéro FINESS 2A0000999."),
        ("inconnu", "ne correspond à"),
    ],
)
def test_an_unknown_number_gets_a_clear_sentence(project, text, advice):
    assert advice in search(project, text).advice


def test_at_most_twenty_structures(project):
    for number in range(23):
        named(project, f"Maison {number}")
    found = search(project, "maison")
    assert len(found.hits) == 20
    assert found.more


def test_the_same_queries_for_one_and_for_many(project, django_assert_num_queries):
    for number in range(1, 4):
        named(project, f"Maison {number}")
        with django_assert_num_queries(2):
            assert len(search(project, "maison").hits) == number
    with django_assert_num_queries(3):
        assert search(project, "château").hits == []


def test_regions_are_read_for_hits_elsewhere_alone(project, django_assert_num_queries):
    """Hits are in the project's region, which is known; those elsewhere come with theirs, however many."""
    named(project, "Maison")
    with django_assert_num_queries(2) as asked:
        search(project, "maison")
    assert not any("regions_region" in query["sql"] for query in asked.captured_queries)
    for rank in range(1, 4):
        named(project, f"Château {rank}", region=RegionFactory(code=f"Z{rank}"))
        with django_assert_num_queries(2):
            assert len({row.region.name for row in search(project, "château").elsewhere}) == rank


def test_the_page_is_for_the_pair_of_the_project(project, as_hat):
    application = ApplicationFactory(project=project)
    EstablishmentFactory(region=project.region, name="Centre A")
    address = f"{reverse('regions:search')}?projet={project.pk}&q=centre"
    page = as_hat(member_of(project.ars)).get(address)
    link = f"{reverse('applications:add_participant', args=[application.pk])}?etablissement="
    assert link in page.content.decode()
    part = as_hat(member_of(project.aract)).get(address, headers={"HX-Request": "true"}).content.decode()
    assert link in part
    assert "<html" not in part
    other = RegionalProjectFactory(call=project.call)
    for hat in (member_of(other.ars), secretary()):
        assert as_hat(hat).get(address).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "-1", "1e3", "²", "9" * 40])
def test_an_unknown_project_is_not_found(project, as_hat, key):
    assert as_hat(member_of(project.ars)).get(reverse("regions:search"), {"projet": key, "q": "a"}).status_code == 404


@pytest.mark.parametrize("text", ["", "-1", "1e3", "9" * 19, "9" * 5000])
def test_what_no_row_may_be_called_is_no_key(text):
    assert not is_key(text)


def test_a_slip_is_forgiven_here_once_nothing_matches_anywhere(project, as_hat):
    named(project, "EHPAD Voltaire")
    named(project, "EHPAD Voltbire", city="Brest", region=RegionFactory(code="53", name="Bretagne"))
    found = search(project, "voltiare")
    assert (names(found), found.near) == (["EHPAD Voltaire"], True)
    exact = search(project, "voltbire")
    assert (names(exact), exact.near) == ([], False)
    ApplicationFactory(project=project)
    address = f"{reverse('regions:search')}?projet={project.pk}&q=voltiare"
    assert "à une lettre près" in as_hat(member_of(project.ars)).get(address).content.decode()
    assert "numéro Siret 12345678900099" in search(project, "123 456 789 00099").advice


def test_a_word_longer_than_any_name_costs_no_slip():
    """Its expression would grow as the square of its length."""
    EstablishmentFactory(name="Clinique", search_text="clinique")
    assert not Establishment.objects.nearly_matching("cliniqeu" * 1000).exists()
    assert Establishment.objects.nearly_matching("cliniqeu").exists()
