"""The directory: who reads it, how it is searched, what a structure's page says (cases 32, 41 and 31)."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import OrganisationKind, Role
from core.lists import Pages
from directory.enums import EntityKind
from directory.models import Establishment, FinessImport
from directory.registering import register_establishment
from tests.factories import (
    NOW,
    AwardFactory,
    OrganisationFactory,
    ParticipationFactory,
    RegionFactory,
    administrator,
    member_of,
    national,
    secretary,
)

pytestmark = pytest.mark.django_db
LIST = "directory:establishments"


def named(name, *, city="Cergy", **kwargs):
    values = {"region": RegionFactory(code="11", name="Île-de-France", slug="idf"), "sector": "sanitaire"}
    return register_establishment(name=name, city=city, legal_status="public", **values | kwargs)


@pytest.fixture
def hat():
    return member_of(OrganisationFactory(region=RegionFactory(code="11", name="Île-de-France", slug="idf")))


def page_of(client, **asked):
    return client.get(reverse(LIST), asked)


def names(response):
    return [row.name for row in response.context["page"]]


def test_who_reads_it(as_hat, hat):
    structure = named("EHPAD Voltaire")
    contact = member_of(OrganisationFactory(kind=OrganisationKind.ESTABLISHMENT), Role.CONTACT)
    readers = [hat, secretary(), national(OrganisationKind.ANACT, Role.RAPPORTEUR), administrator()]
    for reader in readers:
        assert as_hat(reader).get(reverse("regions:establishment", args=[structure.pk])).status_code == 200
        assert "EHPAD Voltaire" in page_of(as_hat(reader)).content.decode()
    assert page_of(as_hat(contact)).status_code == 403
    assert as_hat(contact).get(reverse("directory:export")).status_code == 403
    assert as_hat(contact).get(reverse("regions:establishment", args=[structure.pk])).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "voltaire",
        "VOLTAIRE éhpad",
        "cergy volt",
        "950000012",
        "95 000 001 2",
        "0000",
        "12345678900011",
        "123 456 789 00011",
    ],
)
def test_by_words_in_any_order_or_by_number(as_hat, hat, text):
    named("EHPAD Voltaire", finess="950000012")
    Establishment.objects.update(siret="12345678900011")
    for row in Establishment.objects.all():
        Establishment.objects.filter(pk=row.pk).update(search_text=row.searchable())
    named("Clinique du Lac", city="Melun", finess="770111113")
    found = page_of(as_hat(hat), q=text)
    assert names(found) == ["EHPAD Voltaire"]
    assert not found.context["near"]


@pytest.mark.parametrize(
    "text",
    ["voltaie", "voltaaire", "volatire", "vollaire", "xoltaire", "voltair", "ehpad voltsire cergy", "cergi ehpad"],
)
def test_one_slip_is_forgiven_when_nothing_is_found(as_hat, hat, text):
    named("EHPAD Voltaire")
    named("Clinique du Lac", city="Melun")
    found = page_of(as_hat(hat), q=text)
    assert names(found) == ["EHPAD Voltaire"]
    assert found.context["near"] == (text != "voltair")


@pytest.mark.parametrize("text", ["voltaxyre", "ehpid", "lac voltaire", "zzz"])
def test_two_slips_or_a_short_word_are_not(as_hat, hat, text):
    named("Foyer Voltaire")
    named("Clinique du Lac", city="Melun")
    found = page_of(as_hat(hat), q=text)
    assert names(found) == []
    assert "Essayez un seul mot" in found.content.decode()


def test_a_slip_is_not_sought_when_something_is_found(as_hat, hat):
    named("Foyer Voltaire")
    named("Foyer Voltairc")
    assert names(page_of(as_hat(hat), q="voltaire")) == ["Foyer Voltaire"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "voltaire%", "vx_aire", "' OR 1=1 --", "(x+)+$", "[", "١٢٣", "🙂"])
def test_signs_are_literals(as_hat, hat, text):
    """Case 41. A text without letter or digit finds nothing, rather than the whole directory."""
    named("EHPAD Voltaire")
    page = page_of(as_hat(hat), q=text)
    assert names(page) == (["EHPAD Voltaire"] if text == "voltaire%" else [])
    if text in {"%", "_", "\\", "[", "🙂"}:
        assert "Tapez un nom, une ville ou un numéro FINESS." in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [{"q": "a\x00b"}, {"q": "\u202e"}, {"q": "x" * 5000}, {"region": "nulle"}, {"tri": "1;drop"}, {"etat": "x"}],
)
def test_nonsense_is_told_and_finds_nothing(as_hat, hat, asked):
    """Case 47."""
    named("EHPAD Voltaire")
    found = page_of(as_hat(hat), **asked)
    assert found.status_code == 200
    assert names(found) == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 400, "²"])
def test_any_page_number(as_hat, hat, page):
    named("EHPAD Voltaire")
    assert names(page_of(as_hat(hat), page=page)) == ["EHPAD Voltaire"]


def test_filters_and_sorts(as_hat, hat):
    named("B", city="Alès", sector="social", kind=EntityKind.TERRITORY, region=RegionFactory(code="76", slug="occ"))
    named("A", city="Brest")
    named("C", closed_on=NOW.date())
    client = as_hat(hat)
    assert names(page_of(client)) == ["A", "B"]
    assert names(page_of(client, tri="ville")) == ["B", "A"]
    assert names(page_of(client, etat="fermes")) == ["C"]
    assert names(page_of(client, etat="tous")) == ["A", "B", "C"]
    assert names(page_of(client, secteur="social")) == ["B"]
    assert names(page_of(client, nature="territoire")) == ["B"]
    assert names(page_of(client, region="occ")) == ["B"]
    assert names(page_of(client, statut="prive_lucratif")) == []


def test_the_same_queries_for_one_and_for_many(as_hat, hat):
    client = as_hat(hat)
    costs = set()
    for number in range(1, 4):
        structure = named(f"Maison {number}")
        ParticipationFactory(establishment=named("Maison commune"), project=AwardFactory().project)
        for path in (f"{reverse(LIST)}?q=maison", reverse("regions:establishment", args=[structure.pk])):
            costs.add((path.split("?")[0].count("/"), queries_of(client, path)))
    assert len(costs) == 2


def queries_of(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_a_broad_search_is_counted_to_a_limit(as_hat, hat, monkeypatch):
    monkeypatch.setattr(Pages, "MOST", 2)
    for number in range(4):
        named(f"Maison {number}")
    found = page_of(as_hat(hat), q="maison")
    assert found.context["page"].paginator.count == 2
    assert "Plus de" in found.content.decode()


def test_the_export_says_what_the_filters_show(as_hat, hat):
    """Case 31."""
    named("=1+1", finess="950000012")
    named("Clinique du Lac", city="Melun")
    response = as_hat(hat).get(reverse("directory:export"), {"q": "1 cergy"})
    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(1).to_python()
    assert len(rows) == 2
    assert rows[1][:3] == ["950000012", "établissement", "=1+1"]


def test_the_page_of_a_structure(as_hat, hat):
    run = FinessImport.objects.create(file_name="x", published_on=NOW.date())
    structure = named("<b>EHPAD</b> Voltaire", closed_on=NOW.date())
    Establishment.objects.filter(pk=structure.pk).update(source=run, status_presumed=True)
    page = as_hat(hat).get(reverse("regions:establishment", args=[structure.pk])).content.decode()
    assert "&lt;b&gt;EHPAD" in page
    assert "Fermé depuis le 22\xa0novembre\xa02026" in page
    assert "Présumé" in page
    assert "Répertoire FINESS du 22\xa0novembre\xa02026" in page


def test_participations_are_public_once_retained_and_linked_for_those_who_follow(as_hat):
    retained = ParticipationFactory(project=AwardFactory().project)
    structure = retained.establishment
    draft = ParticipationFactory(establishment=structure)
    address = reverse("regions:establishment", args=[structure.pk])

    def seen(reader):
        lines = as_hat(reader).get(address).context["lines"]
        return {line["participation"].pk: bool(line["followed"]) for line in lines}

    assert seen(member_of(retained.project.ars)) == {retained.pk: True}
    assert seen(member_of(draft.project.aract)) == {retained.pk: False, draft.pk: True}
    assert seen(secretary()) == {retained.pk: True, draft.pk: True}
    assert seen(administrator()) == {retained.pk: False}
