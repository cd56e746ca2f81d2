"""Writing structures down."""

import pytest
from django.core.exceptions import ValidationError

from core.verdicts import Refused
from directory.enums import EntityKind
from directory.models import Establishment
from directory.registering import register_establishment, register_grouping
from records.models import JournalEntry
from tests.factories import OrganisationFactory, RegionFactory, member_of

pytestmark = pytest.mark.django_db


def values(**kwargs):
    return {
        "name": "EHPAD Élise",
        "city": "Évry",
        "region": RegionFactory(code="11"),
        "sector": "medico_social",
        "legal_status": "public",
    } | kwargs


def test_a_structure_is_written_once_and_can_be_searched():
    register_establishment(**values(finess="910000011", city="Corbeil"))
    row = register_establishment(**values(finess="910000011"))
    assert Establishment.objects.get() == row
    assert row.search_text == "ehpad elise evry 910000011"


def test_without_number_the_name_in_the_region_tells():
    first = register_establishment(**values(kind=EntityKind.TERRITORY, name="Pays d'Étampes"))
    assert register_establishment(**values(kind=EntityKind.TERRITORY, name="PAYS D'ETAMPES")) == first
    other = register_establishment(
        **values(kind=EntityKind.TERRITORY, name="Pays d'Étampes", region=RegionFactory(code="24"))
    )
    assert other != first


@pytest.mark.parametrize("wrong", [{"finess": "12"}, {"sector": "spatial"}, {"finess": "75000001Z"}])
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValidationError):
        register_establishment(**values(**wrong))
    assert not Establishment.objects.exists()


def test_a_pair_names_a_grouping_once():
    by = member_of(OrganisationFactory())
    named = values(name="GCS des Plateaux", kind=EntityKind.GROUPING)
    row = register_grouping(**named, by=by)
    assert row.finess is None
    assert JournalEntry.objects.about(row).get().deed == "directory.register_grouping"
    with pytest.raises(Refused, match="déjà connu"):
        register_grouping(**named | {"name": "gcs des plateaux"}, by=by)
    with pytest.raises(Refused, match="par la recherche"):
        register_grouping(**named | {"kind": EntityKind.ESTABLISHMENT}, by=by)
