"""Groupings and territories, and their members (R32)."""

import pytest
from django.urls import reverse

from accounts import joining
from accounts.enums import Role
from core.verdicts import NotAllowed, OutOfTurn, Refused
from directory.enums import EntityKind
from directory.grouping import add_to, take_from
from directory.models import Establishment
from records.models import JournalEntry
from tests.factories import (
    NOW,
    EstablishmentFactory,
    OrganisationFactory,
    RegionFactory,
    administrator,
    member_of,
    secretary,
)
from tests.filling import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory(code="11", name="Île-de-France")


@pytest.fixture
def hat(region):
    return member_of(OrganisationFactory(region=region))


@pytest.fixture
def grouping(region):
    return EstablishmentFactory(region=region, kind=EntityKind.GROUPING, finess=None, name="GCS des Plateaux")


def test_a_structure_of_the_region_becomes_a_member_once(grouping, hat, region):
    structure = EstablishmentFactory(region=region)
    for _ in range(2):
        add_to(grouping, structure, by=hat)
    assert list(grouping.members.all()) == [structure]
    assert list(structure.groupings.all()) == [grouping]
    assert JournalEntry.objects.about(grouping).get().deed == "directory.add_member"
    for _ in range(2):
        take_from(grouping, structure, by=hat)
    assert not grouping.members.exists()
    assert JournalEntry.objects.about(grouping).count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"region__code": "53"}, "autre région"),
        ({"closed_on": NOW.date()}, "fermée depuis"),
        ({"kind": EntityKind.GROUPING}, "ne contient pas de groupement"),
        ({"kind": EntityKind.TERRITORY}, "ne contient pas de territoire"),
    ],
)
def test_what_may_not_be_a_member(grouping, hat, region, wrong, said):
    structure = EstablishmentFactory(**{"region": region} | wrong if "region__code" not in wrong else wrong)
    with pytest.raises(Refused, match=said):
        add_to(grouping, structure, by=hat)
    assert not grouping.members.exists()


def test_nothing_contains_itself(grouping, hat):
    with pytest.raises(Refused):
        add_to(grouping, grouping, by=hat)


def test_a_territory_gathers_groupings(grouping, hat, region):
    territory = EstablishmentFactory(region=region, kind=EntityKind.TERRITORY, finess=None)
    add_to(territory, grouping, by=hat)
    with pytest.raises(Refused):
        add_to(grouping, territory, by=hat)


def test_others_may_not(grouping, region):
    structure = EstablishmentFactory(region=region)
    elsewhere = member_of(OrganisationFactory(region=RegionFactory(code="53")))
    for by in (elsewhere, secretary(), administrator()):
        with pytest.raises(NotAllowed):
            add_to(grouping, structure, by=by)
        with pytest.raises(NotAllowed):
            take_from(grouping, structure, by=by)


def test_an_establishment_or_a_closed_grouping_has_no_members_to_change(grouping, hat, region):
    structure = EstablishmentFactory(region=region)
    with pytest.raises(NotAllowed, match="pas de membres"):
        add_to(structure, EstablishmentFactory(region=region), by=hat)
    Establishment.objects.filter(pk=grouping.pk).update(closed_on=NOW.date())
    with pytest.raises(OutOfTurn, match="fermé depuis"):
        add_to(grouping, structure, by=hat)


def test_a_pair_names_a_grouping_then_its_members(as_hat, hat, region):
    client = as_hat(hat)
    typed = {
        "kind": "territoire",
        "name": "Pays de Brie",
        "city": "Melun",
        "sector": "sanitaire",
        "legal_status": "public",
    }
    response = client.post(reverse("directory:name_grouping"), typed)
    grouping = Establishment.objects.get(name="Pays de Brie")
    assert (grouping.region, grouping.kind) == (region, EntityKind.TERRITORY)
    members = reverse("directory:members", args=[grouping.pk])
    assert response["Location"] == members
    again = client.post(reverse("directory:name_grouping"), typed | {"name": "pays de brie"})
    assert again.status_code == 422
    assert "déjà connu" in again.content.decode()
    assert 'value="pays de brie"' in again.content.decode()
    structure = EstablishmentFactory(region=region, name="Hôpital de Melun", search_text="hopital de melun")
    found = client.get(members, {"q": "melun"}, headers={"HX-Request": "true"}).content.decode()
    assert "Hôpital de Melun" in found
    assert "<html" not in found
    client.post(members, {"structure": structure.pk})
    assert list(grouping.members.all()) == [structure]
    assert "Déjà membre" in client.get(members, {"q": "melun"}).content.decode()
    page = client.get(reverse("regions:establishment", args=[structure.pk])).content.decode()
    assert "Pays de Brie" in page
    client.post(reverse("directory:remove_member", args=[grouping.pk]), {"structure": structure.pk})
    assert not grouping.members.exists()


def test_a_right_lost_while_the_form_was_open_keeps_what_was_typed(as_hat, hat):
    """Case 54."""
    client, url = as_hat(hat), reverse("directory:name_grouping")
    typed = sent(client.get(url), name="Pays de Brie")
    joining.end_membership(hat, by=administrator(), now=NOW)
    response = client.post(url, typed)
    assert response.status_code == 403
    assert 'value="Pays de Brie"' in response.content.decode()
    assert not Establishment.objects.exists()


def test_a_refusal_is_told_on_the_page(as_hat, hat, grouping):
    closed = EstablishmentFactory(region=grouping.region, closed_on=NOW.date())
    page = as_hat(hat).post(reverse("directory:members", args=[grouping.pk]), {"structure": closed.pk})
    assert page.status_code == 422
    assert "ne peut pas être membre" in page.content.decode()


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40, "999999"])
def test_an_unknown_structure_is_not_found(as_hat, hat, grouping, key):
    for name in ("directory:members", "directory:remove_member"):
        assert as_hat(hat).post(reverse(name, args=[grouping.pk]), {"structure": key}).status_code == 404


def test_pages_of_another_region_or_of_contacts_are_closed(as_hat, grouping):
    members = reverse("directory:members", args=[grouping.pk])
    elsewhere = member_of(OrganisationFactory(region=RegionFactory(code="53")))
    assert as_hat(elsewhere).get(members).status_code == 403
    contact = member_of(OrganisationFactory(kind="establishment"), Role.CONTACT)
    assert as_hat(contact).get(members).status_code == 404
    for reader in (contact, secretary(), administrator()):
        assert as_hat(reader).get(reverse("directory:name_grouping")).status_code == 403
