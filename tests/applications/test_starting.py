"""Starting a project: once per call and region, with the right pair."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind
from applications.models import Application
from applications.starting import pair_of, start
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from regions.models import RegionalProject
from tests.applications.fiches import pair
from tests.factories import (
    CallFactory,
    OrganisationFactory,
    RegionalProjectFactory,
    RegionFactory,
    member_of,
    secretary,
)
from tests.together import outcomes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory(code="93", name="Provence fictive", short_name="PACA")


def test_the_ars_starts_and_the_aract_gets_the_same(region, now):
    ars, aract = pair(region)
    call = CallFactory()
    first = start(call, title="Titre de l'ARS", by=member_of(ars), now=now)
    second = start(call, title="Titre de l'Aract", by=member_of(aract), now=now)
    assert first == second
    assert second.project.title == "Titre de l'ARS"
    assert (second.project.ars, second.project.aract) == (ars, aract)
    assert second.sections.count() == 2
    assert len(second.content_hash) == 64
    assert JournalEntry.objects.filter(deed="applications.start").count() == 1


def test_the_other_party_is_told_and_not_the_author(region, now):
    ars, aract = pair(region)
    author, other = member_of(ars), member_of(aract)
    start(CallFactory(), title="Projet", by=author, now=now)
    assert list(Message.objects.values_list("to", flat=True)) == [other.user.email]


def test_where_there_is_no_aract_another_operator_stands_in(now):
    guyane = RegionFactory(code="03", name="Guyane")
    ars = OrganisationFactory(kind=OrganisationKind.ARS, name="ARS Guyane", region=guyane)
    operator = OrganisationFactory(kind=OrganisationKind.OPERATOR, name="Opérateur de Guyane", region=guyane)
    application = start(CallFactory(), title="Projet", by=member_of(operator), now=now)
    assert (application.project.ars, application.project.aract) == (ars, operator)


def test_an_aract_is_preferred_to_an_operator(region):
    operator = OrganisationFactory(kind=OrganisationKind.OPERATOR, name="Autre opérateur", region=region)
    _, aract = pair(region)
    assert pair_of(region)[1] == aract != operator


def test_a_region_without_pair_is_told_so(region, now):
    ars = OrganisationFactory(kind=OrganisationKind.ARS, name="ARS seule", region=region)
    with pytest.raises(Refused, match="pas de binôme"):
        start(CallFactory(), title="Projet", by=member_of(ars), now=now)


def test_the_project_of_the_previous_call_is_linked(region, now):
    ars, aract = pair(region)
    former = RegionalProjectFactory(region=region, ars=ars, aract=aract)
    application = start(CallFactory(previous=former.call), title="Suite", by=member_of(ars), now=now)
    assert application.project.previous == former


@pytest.mark.parametrize(("moved", "words"), [({"days": 11}, "clos depuis"), ({"days": -40}, "pas encore ouvert")])
def test_a_call_that_is_not_open_starts_nothing(region, now, moved, words):
    ars, _ = pair(region)
    with pytest.raises(OutOfTurn, match=words):
        start(CallFactory(), title="Projet", by=member_of(ars), now=now + timedelta(**moved))
    assert not RegionalProject.objects.exists()


def test_a_national_hat_starts_nothing(now):
    with pytest.raises(NotAllowed):
        start(CallFactory(), title="Projet", by=secretary(), now=now)


def test_the_page_shows_the_pair_then_creates(region, as_hat):
    ars, aract = pair(region)
    client, call = as_hat(member_of(ars)), CallFactory()
    address = reverse("applications:start", args=[call.slug])
    page = client.get(address).content.decode()
    assert ars.name in page
    assert aract.name in page
    assert not Application.objects.exists()
    response = client.post(address, {"title": "Numérique et travail"})
    application = Application.objects.get()
    assert response.url == reverse("applications:application", args=[application.pk])
    assert client.get(address).url == response.url


def test_a_blank_title_is_refused_at_the_field(region, as_hat):
    ars, _ = pair(region)
    response = as_hat(member_of(ars)).post(reverse("applications:start", args=[CallFactory().slug]), {"title": ""})
    assert response.context["form"].errors["title"]
    assert not Application.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_both_click_at_once_and_one_project_is_made(region, now):
    hats = [member_of(organisation) for organisation in pair(region)]
    call = CallFactory()
    made = outcomes_of(*(lambda hat=hat: start(call, title="Projet", by=hat, now=now) for hat in hats))
    assert len({application.pk for application in made}) == 1
    assert RegionalProject.objects.count() == 1
