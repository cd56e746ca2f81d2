"""Who has priority in the second call, and why (R68)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from regions.models import Participation, PriorityRule
from regions.priority import conditions, days_present, judge, set_priority_rule
from tests.factories import NOW, CallFactory, ParticipationFactory, RegionalProjectFactory, member_of, secretary
from tests.regions.lives import TODAY, Life, days_ago, page_queries, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def earlier():
    """Retained 200 days ago, still running."""
    return Life(award__awarded_on=days_ago(200))


@pytest.fixture
def project(earlier):
    """The region's project in the call that follows, which closes in ten days."""
    before = earlier.project
    return RegionalProjectFactory(
        call=CallFactory(previous=before.call),
        region=before.region,
        ars=before.ars,
        aract=before.aract,
        previous=before,
    )


def took_part(earlier, project, **kwargs):
    """A structure of both projects; keywords describe its first participation."""
    values = {"joined_on": days_ago(230), "confirmed_at": NOW - timedelta(days=230)} | kwargs
    row = ParticipationFactory(project=earlier.project, **values)
    return ParticipationFactory(project=project, establishment=row.establishment)


def only(project, today=TODAY):
    (line,) = judge(project, today).lines
    return line


def test_a_faithful_participant_has_priority_and_the_reasons_say_why(earlier, project):
    took_part(earlier, project)
    line = only(project)
    assert line.granted
    assert line.reasons[0] == "Elle y a participé 201\u00a0jours."
    assert "a confirmé son engagement" in line.reasons[1]
    assert line.reasons[2] == "Elle y participe encore."
    assert judge(project, TODAY).sentence == "1\u00a0structure sur 1 a la priorité"


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ({"confirmed_at": None}, "n'y a pas confirmé"),
        ({"joined_on": days_ago(50)}, "participé 51\u00a0jours"),
        ({"left_on": days_ago(20)}, "avant la fin"),
    ],
)
def test_each_condition_counts(earlier, project, first, reason):
    took_part(earlier, project, **first)
    line = only(project)
    assert not line.granted
    assert reason in " ".join(line.reasons)
    assert "Aucune" in judge(project, TODAY).sentence or "n'a pas" in judge(project, TODAY).sentence


@pytest.mark.parametrize(
    ("first", "rule"),
    [
        ({"confirmed_at": None}, {"confirmed": False}),
        ({"joined_on": days_ago(50)}, {"least_days": 51}),
        ({"left_on": days_ago(20)}, {"stayed": False}),
    ],
)
def test_a_condition_that_the_call_does_not_ask_does_not_count(earlier, project, first, rule):
    took_part(earlier, project, **first)
    values = {"least_days": 90, "confirmed": True, "stayed": True} | rule
    set_priority_rule(project.call, **values, by=secretary(), now=NOW)
    assert only(project).granted


def test_a_newcomer_has_none_whatever_it_did_elsewhere(earlier, project):
    ParticipationFactory(project=project)
    assert only(project).reasons == ["Elle ne participait pas au projet précédent."]
    alone = RegionalProjectFactory()
    ParticipationFactory(project=alone)
    assert not only(alone).granted


def test_a_project_that_was_not_retained_gives_no_priority(project):
    refused = RegionalProjectFactory(region=project.region, ars=project.ars, aract=project.aract)
    project.previous = refused
    project.save()
    row = ParticipationFactory(project=refused, joined_on=days_ago(300), confirmed_at=NOW)
    ParticipationFactory(project=project, establishment=row.establishment)
    assert not only(project).granted


def test_days_are_those_of_the_projects_life_both_ends_included(earlier, project):
    took_part(earlier, project)
    row = Participation.objects.select_related("project__award").get(project=earlier.project)
    assert days_present(row, days_ago(200)) == 1
    assert days_present(row, days_ago(201)) == 0
    row.left_on = days_ago(198)
    assert days_present(row, TODAY) == 3
    row.left_on = None
    row.project.award.closed_on = days_ago(191)
    assert days_present(row, TODAY) == 10


def test_who_stays_until_the_closing_stayed_to_the_end(earlier, project):
    took_part(earlier, project, left_on=days_ago(20))
    type(earlier.project.award).objects.update(closed_on=days_ago(20))
    assert only(project).granted
    assert "jusqu'au bout" in only(project).reasons[2]


def test_who_came_back_adds_up_its_days(earlier, project):
    row = took_part(earlier, project, left_on=days_ago(150))
    ParticipationFactory(
        project=earlier.project, establishment=row.establishment, joined_on=days_ago(49), confirmed_at=NOW
    )
    line = only(project)
    assert line.reasons[0] == "Elle y a participé 101\u00a0jours."
    assert line.granted


def test_the_verdict_no_longer_moves_once_the_call_is_closed(earlier, project):
    took_part(earlier, project)
    closed = project.call.closes_at.date()
    first = only(project, closed + timedelta(days=1))
    assert judge(project, closed + timedelta(days=300)).on == closed
    assert only(project, closed + timedelta(days=300)) == first


def test_the_rule_is_one_sentence():
    rule = PriorityRule(least_days=0, confirmed=False, stayed=False)
    assert conditions(rule) == "Pour avoir la priorité, une structure doit avoir participé au projet précédent."
    assert "au moins 90\u00a0jours, y avoir confirmé" in conditions(PriorityRule())


def test_the_secretary_states_the_conditions_until_the_call_is_concluded(earlier, project):
    call, values = project.call, {"least_days": 30, "confirmed": True, "stayed": False}
    for stranger in (earlier.ars, member_of(project.aract), None):
        with pytest.raises(NotAllowed):
            set_priority_rule(call, **values, by=stranger, now=NOW)
    with pytest.raises(Refused, match="de 0 à"):
        set_priority_rule(call, **values | {"least_days": -1}, by=secretary(), now=NOW)
    set_priority_rule(call, **values, by=secretary(), now=NOW)
    set_priority_rule(call, **values | {"least_days": 40}, by=secretary(), now=NOW)
    rule = PriorityRule.objects.get()
    assert rule.least_days == 40
    assert JournalEntry.objects.about(rule).count() == 2
    type(call).objects.update(concluded_at=NOW + timedelta(days=30))
    with pytest.raises(OutOfTurn, match="conclu"):
        set_priority_rule(call, **values, by=secretary(), now=NOW)


def test_priority_costs_the_same_for_one_and_for_three(earlier, project, as_hat):
    took_part(earlier, project)
    client, page = as_hat(earlier.ars), reverse("fieldwork:lineage", args=[project.pk])
    before = queries_of(lambda: judge(project, TODAY)), page_queries(client, page)
    for _ in range(3):
        took_part(earlier, project)
    assert (queries_of(lambda: judge(project, TODAY)), page_queries(client, page)) == before


def test_the_page_explains_each_structure(earlier, project, as_hat):
    took_part(earlier, project, confirmed_at=None)
    page = as_hat(earlier.ars).get(reverse("fieldwork:lineage", args=[project.pk])).content.decode()
    assert "n&#x27;y a pas confirmé" in page
    assert earlier.project.title in page
    alone = RegionalProjectFactory()
    assert (
        "Aucun projet précédent"
        in as_hat(member_of(alone.ars)).get(reverse("fieldwork:lineage", args=[alone.pk])).content.decode()
    )


def test_the_conditions_are_written_on_a_page(project, as_hat):
    page = reverse("regions:set_priority_rule", args=[project.call.slug])
    client = as_hat(secretary())
    for typed in ("", "-1", "3651", "1e3", "9" * 400, "\x00"):
        assert "À corriger" in client.post(page, {"least_days": typed}).content.decode()
    client.post(page, {"least_days": "45", "stayed": "on"})
    rule = PriorityRule.objects.get()
    assert (rule.least_days, rule.confirmed, rule.stayed) == (45, False, True)
    assert as_hat(member_of(project.ars)).get(page).status_code == 403
