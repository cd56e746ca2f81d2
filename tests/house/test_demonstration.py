"""The demonstration tells the true figures of the archives and gives every persona something to do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from calls.calendar import phase
from calls.enums import CallPhase
from calls.models import Call
from commission.models import Assignment, Decision
from dashboards.todos import todos
from demo.structures import FICTIONAL
from directory.models import Establishment
from regional_calls.calendar import phase as phase_of
from regional_calls.enums import RegionalPhase
from regional_calls.models import RegionalCall
from regions.models import Participation, RegionalProject
from tests.conftest import client_of
from tests.house.conftest import MORNING

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("slug", "regions", "structures"), [("exploration-2021", 9, 56), ("experimentation-2022", 6, 22)]
)
def test_the_archives_have_their_true_figures(slug, regions, structures):
    call = Call.objects.get(slug=slug)
    assert RegionalProject.objects.filter(call=call).count() == regions
    assert Participation.objects.filter(project__call=call).count() == structures
    assert sum(decision.amount for decision in Decision.objects.filter(application__project__call=call)) <= 1_000_000
    assert phase(call, MORNING) == CallPhase.CONCLUDED


def test_ile_de_france_explored_five_tools_in_six_structures():
    project = RegionalProject.objects.with_counts().get(call__slug="exploration-2021", region__code="11")
    assert (project.project_count, project.establishment_count) == (5, 6)


def test_the_current_calls_are_where_they_should_be():
    assert phase(Call.objects.get(slug="exploration-en-cours"), MORNING) == CallPhase.EXAMINATION
    assert phase(Call.objects.get(slug="experimentation-en-cours"), MORNING) == CallPhase.OPEN
    assert Assignment.objects.filter(has_conflict=True).count() == 1


def test_every_structure_says_that_it_is_fictional():
    assert not Establishment.objects.exclude(name__endswith=FICTIONAL).exists()


def test_every_persona_has_something_to_do():
    hats = Membership.objects.filter(user__demo=True).select_related("user", "organisation__region")
    idle = [str(hat) for hat in hats if not todos(hat, MORNING) and not hat.administers]
    assert len(hats) >= 27
    assert idle == []


def test_the_fullest_life_of_a_pair_costs_thirty_queries():
    """The page itself, opened a second time, session and role included."""
    for email in ("signature@ars-ile-de-france.example", "redaction@aract-ile-de-france.example"):
        client = client_of(Membership.objects.select_related("user").get(user__email=email))
        client.get(reverse("todos"))
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(reverse("todos")).context["groups"]) == 3
        assert len(queries) <= 30, email


def test_pacas_regional_call_chose_five_of_nine_structures():
    """R50, R66: five themes, nine answers, five participants; and a call of Île-de-France is being answered."""
    call = RegionalCall.objects.with_counts().get(project__region__code="93", announced_at__isnull=False)
    assert (call.themes.count(), call.expression_count, call.retained_count) == (5, 9, 5)
    participants = set(call.project.participations.values_list("pk", flat=True))
    assert {row.participation_id for row in call.expressions.exclude(participation=None)} == participants
    running = RegionalCall.objects.with_counts().get(announced_at=None)
    assert phase_of(running, MORNING) == RegionalPhase.OPEN
    assert running.expression_count == 3
