"""Names in the order of a French reader, whatever the database's own."""

import pytest
from django.urls import reverse

from accounts.models import Organisation, Region
from accounts.organisations import organisations
from core.alphabetical import Alphabetical
from directory.forms.filtering import DirectoryForm
from directory.models import Establishment
from tests.factories import EstablishmentFactory, OrganisationFactory, RegionalProjectFactory, RegionFactory, secretary

pytestmark = pytest.mark.django_db
NAMES = ["Île-de-France", "zone", "Bretagne", "Œuvre", "bourg", "Écluse", "Eau", "ÉCOLE"]
SORTED = ["bourg", "Bretagne", "Eau", "Écluse", "ÉCOLE", "Île-de-France", "Œuvre", "zone"]


def test_a_text_is_sorted_without_accents_nor_capitals():
    for name in NAMES:
        OrganisationFactory(name=name, short_name=name)
    assert list(Organisation.objects.order_by(Alphabetical("name")).values_list("name", flat=True)) == SORTED
    assert [row.name for row in organisations()] == SORTED


def test_regions_are_sorted_as_one_reads():
    for name, slug in (("Île-de-France", "ile-de-france"), ("Occitanie", "occitanie"), ("Grand Est", "grand-est")):
        RegionFactory(name=name, slug=slug)
    assert [region.name for region in Region.objects.all()] == ["Grand Est", "Île-de-France", "Occitanie"]
    offered = DirectoryForm({}).fields["region"].queryset
    assert [region.name for region in offered] == ["Grand Est", "Île-de-France", "Occitanie"]
    projects = [RegionalProjectFactory(region=region) for region in Region.objects.all()]
    assert [project.region.name for project in type(projects[0]).objects.order_by("region__slug")][1] == "Île-de-France"


def test_structures_are_sorted_as_one_reads(as_hat):
    region = RegionFactory()
    for name in NAMES:
        EstablishmentFactory(region=region, name=name, search_text=Establishment(name=name, region=region).searchable())
    page = as_hat(secretary()).get(reverse("directory:establishments")).context["page"]
    assert [row.name for row in page] == SORTED
