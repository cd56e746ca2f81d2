"""Facts, alerts and tasks about projects in the field."""

from datetime import timedelta

import pytest

from accounts.enums import Role
from calls.enums import Vocabulary
from fieldwork import todos as desk
from fieldwork.alerts import alerts, facts
from fieldwork.milestones import add_milestone, attach_deliverable, expect_deliverable, reach_milestone
from fieldwork.models import Deliverable
from fieldwork.stages import record_progress
from fieldwork.todos import todos
from regions.composition import FAMILIES
from tests.factories import NOW, ParticipationFactory, RegionalProjectFactory, member_of, national
from tests.fieldwork.lives import experiment, plan, stage
from tests.fieldwork.test_experimenting import suppose
from tests.news import news
from tests.regions.lives import TODAY, Life, days_ago, queries_of, term, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return Life()


def complete(life):
    """Two structures and the four families: nothing to warn of."""
    for _ in range(2):
        ParticipationFactory(project=life.project)
    for family in FAMILIES:
        profile = term(Vocabulary.PROFILE, min(family.profiles))
        life.project.members.create(group="collective", profile=profile, function="Fonction")


def sentences(life):
    return [alert.sentence for alert in alerts([life.project], TODAY)[life.project.pk]]


def milestone(life, due=0, title="Jalon"):
    return add_milestone(life.project, title=title, due_on=TODAY + timedelta(days=due), by=life.ars, now=NOW)


def test_facts_say_where_a_project_stands(life):
    plan(life.project, "CADRAGE", begins=-50, ends=-30)
    plan(life.project)
    record_progress(
        life.project, stage("CADRAGE"), started_on=days_ago(50), ended_on=days_ago(30), by=life.ars, now=NOW
    )
    record_progress(life.project, stage(), started_on=days_ago(20), ended_on=None, by=life.ars, now=NOW)
    reach_milestone(milestone(life, -5), on=days_ago(5), by=life.ars, now=NOW)
    coming = milestone(life, 5)
    ParticipationFactory(project=life.project)
    found = facts([life.project], TODAY)[life.project.pk]
    assert [line.term for line in found.current] == [stage()]
    assert found.sentence == "Étape en cours : Enquete ; 1\u00a0étape terminée sur 2"
    assert (found.next_milestone, found.reached, found.milestones, found.present) == (coming, 1, 2, 1)


def test_a_sound_project_has_no_alert(life):
    complete(life)
    plan(life.project, begins=0)
    milestone(life)
    assert sentences(life) == []


def test_what_is_amiss_is_said(life):
    complete(life)
    life.project.participations.first().delete()
    life.project.members.filter(profile__code="ELU_PERSONNEL").delete()
    plan(life.project)
    plan(life.project, "CADRAGE", begins=-50, ends=-30)
    record_progress(life.project, stage("CADRAGE"), started_on=days_ago(50), ended_on=None, by=life.ars, now=NOW)
    milestone(life, -1)
    found = alerts([life.project], TODAY)[life.project.pk]
    text = " ".join(alert.sentence for alert in found)
    for said in (
        "1\u00a0structure présente",
        "représentants du personnel",
        "devait commencer",
        "devait finir",
        "Jalon",
    ):
        assert said in text
    assert len(found) == 5
    assert [alert.serious for alert in found] == [True, True, False, False, False]


def test_structures_that_left_do_not_count(life):
    complete(life)
    life.project.participations.update(joined_on=days_ago(9), left_on=TODAY)
    assert "0\u00a0structure présente" in sentences(life)[0]


def test_the_extended_group_is_not_the_collective(life):
    complete(life)
    life.project.members.filter(profile__code="ELU_PERSONNEL").update(group="extended")
    assert "représentants du personnel" in sentences(life)[0]


def test_a_project_that_does_not_run_is_not_watched(life):
    before = RegionalProjectFactory()
    assert alerts([before], TODAY) == {before.pk: []}
    assert sentences(life)
    life.close()
    assert sentences(life) == []


def test_standing_costs_the_same_for_one_and_for_three():
    lives = [Life() for _ in range(4)]
    for life in lives:
        plan(life.project)
        milestone(life, -1)
    few, many = [lives[0].project], [life.project for life in lives]
    for count in (facts, alerts):
        assert queries_of(lambda count=count: count(few, TODAY)) == queries_of(lambda count=count: count(many, TODAY))
    assert queries_of(lambda: facts(few, TODAY)) == 4
    assert queries_of(lambda: alerts(few, TODAY)) == 7
    known = facts(many, TODAY)
    assert queries_of(lambda: alerts(many, TODAY, known)) == 3


def test_the_pair_is_told_of_milestones_and_stages(life):
    milestone(life, -1, "Passé")
    milestone(life, 14, "Proche")
    milestone(life, 15, "Lointain")
    reach_milestone(milestone(life, -2, "Fait"), on=TODAY, by=life.ars, now=NOW)
    plan(life.project)
    for hat in (life.ars, life.aract):
        late, soon, stages = todos(hat, NOW)
        assert late.urgent
        assert late.subject.startswith("Passé")
        assert (soon.urgent, soon.subject.split(" ")[0]) == (False, "Proche")
        assert stages.label == "Mettre à jour les étapes"
    for stranger in life.strangers():
        assert todos(stranger, NOW) == []
    life.close()
    assert todos(life.ars, NOW) == []


def test_hypotheses_wait_for_a_conclusion_once_the_milestones_are_behind():
    life = experiment()
    suppose(life.project, statement="Hypothèse", by=life.ars, now=NOW)
    last = milestone(life, 30)
    assert todos(life.ars, NOW) == []
    reach_milestone(last, on=TODAY, by=life.ars, now=NOW)
    assert [todo.label for todo in todos(life.ars, NOW)] == ["Écrire la conclusion d'une hypothèse"]


def test_tasks_cost_the_same_for_one_and_for_three(life):
    milestone(life)
    plan(life.project)
    before = queries_of(lambda: todos(life.ars, NOW))
    for _ in range(3):
        other = Life(region=life.project.region, ars=life.project.ars, aract=life.project.aract)
        milestone(other)
        plan(other.project)
    assert queries_of(lambda: todos(life.ars, NOW)) == before


def test_deliverables_are_moves_for_those_who_follow(life):
    deliverable = expect_deliverable(milestone(life), kind="note", title="Note", by=life.ars, now=NOW)
    attach_deliverable(deliverable, upload(), by=life.ars, now=NOW)
    at = Deliverable.objects.get().document.created_at
    for hat in (life.aract, life.secretary, national("anact", Role.PRESIDENT)):
        assert "Note" in news(desk, hat, at - timedelta(days=1), at)[0].text
        assert news(desk, hat, at, at) == []
    assert news(desk, member_of(RegionalProjectFactory().ars), at - timedelta(days=1), at) == []
