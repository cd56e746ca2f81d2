"""The pages that follow projects: who reads them, what they say, and what they cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Region
from calls.enums import Vocabulary
from dashboards.network import Network, arranged
from dashboards.overview import standings
from fieldwork.models import Milestone
from regions.models import CollectiveMember, RegionalProject
from regions.models.project import StagePlan
from tests.factories import (
    NOW,
    CallFactory,
    MembershipFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    RegionFactory,
    TermFactory,
    administrator,
    member_of,
    national,
    retained_project,
    secretary,
)
from worklog.models import WorkDay

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
TODAY = NOW.date()


def stage(code="ENQUETE"):
    return TermFactory(vocabulary=Vocabulary.STAGE, code=code)


def log(project, days: int):
    """Days already noted, without the deeds: only their sum matters here."""
    consultant = member_of(project.aract)
    WorkDay.objects.bulk_create(
        WorkDay(
            project=project,
            stage=stage(),
            consultant=consultant,
            worked_on=TODAY - timedelta(days=rank + 1),
            days=Decimal(1),
            logged_by=consultant,
        )
        for rank in range(days)
    )


def planned(project, days: str = "50"):
    StagePlan.objects.create(
        project=project,
        stage=stage(),
        planned_days=Decimal(days),
        starts_on=TODAY - timedelta(days=50),
        ends_on=TODAY + timedelta(days=50),
    )


def staffed(project):
    for code in ("DIRECTION", "SOIGNANT", "ELU_PERSONNEL", "FOURNISSEUR"):
        profile = TermFactory(vocabulary=Vocabulary.PROFILE, code=code)
        CollectiveMember.objects.create(project=project, group="collective", profile=profile, function="Membre")


def parties():
    return RegionalProject.objects.with_parties()


def address(project):
    return reverse("project", args=[project.pk])


def region_address(region):
    return reverse("region", args=[region.slug])


class TestRights:
    def test_a_project_is_read_by_its_pair_and_by_those_who_steer(self, as_hat):
        project, other = retained_project(), retained_project()
        for hat in (member_of(project.ars), member_of(project.aract), secretary()):
            assert as_hat(hat).get(address(project)).status_code == 200
        strangers = (member_of(other.ars), national(OrganisationKind.ANACT, Role.RAPPORTEUR), administrator())
        for hat in strangers:
            assert as_hat(hat).get(address(project)).status_code == 404

    def test_a_region_is_read_by_its_own_and_by_those_who_steer(self, as_hat):
        project, other = retained_project(), retained_project()
        own = member_of(project.ars)
        assert as_hat(own).get(region_address(project.region)).status_code == 200
        assert as_hat(secretary()).get(region_address(project.region)).status_code == 200
        for hat in (member_of(other.aract), administrator(), national(OrganisationKind.DGOS, Role.RAPPORTEUR)):
            assert as_hat(hat).get(region_address(project.region)).status_code == 404
        assert as_hat(own).get(reverse("my_region")).url == region_address(project.region)
        assert as_hat(secretary()).get(reverse("my_region")).status_code == 404

    def test_the_network_is_for_those_who_steer(self, as_hat):
        project = retained_project()
        assert as_hat(secretary()).get(reverse("network")).status_code == 200
        for hat in (member_of(project.ars), administrator(), national(OrganisationKind.DGOS, Role.RAPPORTEUR)):
            assert as_hat(hat).get(reverse("network")).status_code == 403


class TestProject:
    def test_before_the_award_it_leads_to_the_fiche(self, as_hat):
        project = RegionalProjectFactory()
        page = as_hat(member_of(project.ars)).get(address(project))
        assert "une fois la fiche retenue" in page.content.decode()
        assert "standing" not in page.context

    def test_it_shows_what_every_room_says(self, as_hat):
        project = retained_project(award__awarded_on=TODAY - timedelta(days=120))
        planned(project)
        log(project, 40)
        Milestone.objects.create(project=project, title="Point d'étape", due_on=TODAY - timedelta(days=3))
        Milestone.objects.create(project=project, title="Bilan", due_on=TODAY + timedelta(days=20))
        Milestone.objects.create(project=project, title="Restitution", due_on=TODAY + timedelta(days=9))
        page = as_hat(member_of(project.aract)).get(address(project))
        standing, shown = page.context["standing"], page.content.decode()
        assert (standing.burn.done, standing.burn.share) == (40, 80)
        assert [one.text for one in standing.coming] == ["Jalon : Restitution", "Jalon : Bilan"]
        assert f'href="{reverse("fieldwork:stages", args=[project.pk])}#etape-' in shown
        sentences = " ".join(alert.sentence for alert in standing.alerts)
        for said in ("comité de pilotage", "80 %", "Point d'étape", "au moins deux", "représentants du personnel"):
            assert said in sentences
        order = [alert.serious for alert in standing.alerts]
        assert order == sorted(order, reverse=True)
        assert "Clore le projet" not in shown
        assert "Clore le projet" in as_hat(member_of(project.ars)).get(address(project)).content.decode()

    def test_a_closed_project_has_no_alert(self):
        closed = retained_project(award__closed_on=TODAY)
        (standing,) = standings([parties().get(pk=closed.pk)], NOW)
        assert standing.alerts == []


class TestNetwork:
    @pytest.fixture
    def call(self):
        return CallFactory()

    def projects(self, call, number):
        found = []
        for rank in range(number):
            project = retained_project(call=call, award__awarded_on=TODAY - timedelta(days=10))
            planned(project)
            staffed(project)
            ParticipationFactory.create_batch(2, project=project)
            log(project, 10 * rank)
            found.append(project)
        return found

    def test_every_region_has_its_tile(self, call):
        first, second = self.projects(call, 2)
        absent = RegionFactory(name="Corse")
        CollectiveMember.objects.filter(project=second, profile__code="ELU_PERSONNEL").delete()
        shown = Network(call, standings(list(parties()), NOW), list(Region.objects.all()))
        tiles = {tile.region: (tile.state, tile.word, tile.url) for tile in shown.map.tiles}
        assert tiles[first.region] == ("under_way", "0 %", address(first))
        assert tiles[second.region] == ("alert", "20 %", address(second))
        assert tiles[absent] == ("none", "pas de projet", "")
        assert shown.absent == [absent]
        assert shown.finding == (
            "2\N{NO-BREAK SPACE}régions conduisent un projet ; 1\N{NO-BREAK SPACE}demande une action sans attendre."
        )

    def test_lines_are_arranged(self, call):
        self.projects(call, 3)
        known = standings(list(parties()), NOW)
        shares = [one.burn.share for one in arranged(known, "enveloppe")]
        assert shares == sorted(shares, reverse=True)
        names = [one.project.region.name for one in arranged(known, "region")]
        assert names == sorted(names)
        assert arranged(known, "n'importe quoi") == arranged(known, "alertes")

    def test_it_costs_the_same_for_one_project_and_for_six(self, as_hat, call, django_assert_num_queries):
        client = as_hat(secretary())
        url = f"{reverse('network')}?appel={call.slug}"
        self.projects(call, 1)
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        self.projects(call, 5)
        with django_assert_num_queries(len(one)):
            page = client.get(url)
        assert len(page.context["rows"]) == 6

    def test_alerts_judge_by_the_facts_that_the_page_shows(self, call):
        """No query is made twice: rooms do not read again for their alerts what they read for their facts."""
        self.projects(call, 2)
        projects = list(parties())
        with CaptureQueriesContext(connection) as asked:
            standings(projects, NOW)
        statements = [query["sql"] for query in asked]
        assert [one for one in statements if statements.count(one) > 1] == []

    def test_it_shows_the_call_asked_for_and_none_that_does_not_exist(self, as_hat, call):
        self.projects(call, 1)
        client = as_hat(national(OrganisationKind.ANACT, Role.PRESIDENT))
        assert client.get(reverse("network")).context["network"].call == call
        assert client.get(reverse("network"), {"appel": "inconnu"}).status_code == 404
        assert client.get(reverse("network"), {"tri": "x\0"}).status_code == 200

    def test_without_any_award_it_says_so(self, as_hat):
        assert "Aucun projet n" in as_hat(secretary()).get(reverse("network")).content.decode()


def test_a_region_shows_projects_under_way_first(as_hat):
    region = RegionFactory()
    hat = MembershipFactory(organisation__kind=OrganisationKind.ARS, organisation__region=region)
    ends = {"ars": hat.organisation, "region": region}
    closed = retained_project(award__closed_on=TODAY, **ends)
    future = RegionalProjectFactory(**ends)
    living = retained_project(**ends)
    Milestone.objects.create(project=living, title="Restitution", due_on=TODAY + timedelta(days=9))
    page = as_hat(hat).get(region_address(region))
    assert [project for project, *_ in page.context["lines"]] == [living, future, closed]
    assert [(one.text, project) for one, project in page.context["coming"]] == [("Jalon : Restitution", living)]
