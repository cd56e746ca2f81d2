"""«Vos tâches» of the pair: weeks, months, envelopes; one line a project, the same queries for many."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from regions.models import RegionalProject
from tests.factories import NOW, RegionalProjectFactory, secretary
from tests.worklog.logged import (
    OCTOBER,
    SEPTEMBER,
    TUESDAY,
    ars_writer,
    consultant,
    entry,
    living,
    noted,
    plan,
    signatory,
)
from worklog.rates import set_rate
from worklog.recording import record_days
from worklog.sealing import seal, see
from worklog.todos import moves, todos

pytestmark = pytest.mark.django_db
# NOW is a Sunday: the week that ended is that of 9 November.
LAST_WEEK = TUESDAY - timedelta(days=7)
EARLIER = NOW - timedelta(days=80)


def labels(hat) -> list[str]:
    return [todo.label.replace("\xa0", " ") for todo in todos(hat, NOW)]


@pytest.fixture
def project():
    project = living()
    plan(project)
    return project


def test_a_writer_notes_last_week_until_something_is(project):
    hat, boss = consultant(project), signatory(project)
    (todo,) = todos(hat, NOW)
    assert todo.label == "Noter vos jours de la semaine passée"
    assert "semaine=2026-W46" in todo.url
    assert labels(boss) == [], "who signs and never notes is left alone"
    other = living(ars=project.ars, aract=project.aract)
    noted(other, hat, LAST_WEEK, "0.25")
    assert labels(hat) == []


def test_closed_and_unawarded_projects_ask_for_nothing(project):
    type(project.award).objects.update(closed_on=date(2026, 11, 1))
    assert labels(consultant(project)) == []
    waiting = RegionalProjectFactory()
    assert labels(consultant(waiting)) == []
    assert labels(secretary()) == []


def test_months_over_are_sealed_then_seen(project):
    hat, ars = consultant(project), ars_writer(project)
    for day in (SEPTEMBER, OCTOBER, LAST_WEEK):
        noted(project, hat, day, "1")
    (todo,) = todos(hat, NOW)
    assert todo.label.replace("\xa0", " ") == "Sceller septembre 2026"
    assert "2 mois" in todo.detail.replace("\xa0", " ")
    assert labels(ars) == []
    made = seal(project, SEPTEMBER, by=hat, now=NOW)
    assert labels(hat) == ["Sceller octobre 2026"]
    assert labels(ars) == ["Attester avoir vu septembre 2026"]
    see(made, by=ars, now=NOW)
    assert labels(ars) == []


def test_an_envelope_that_runs_out_is_watched_by_both(project):
    hat, ars = consultant(project), ars_writer(project)
    set_rate(project, year=2026, amount=Decimal(1000), by=signatory(project), now=NOW)
    days = [entry(hat, SEPTEMBER + timedelta(days=rank), "1") for rank in range(56)]
    record_days(project, [*days, entry(hat, LAST_WEEK, "0.25")], by=hat, now=NOW)
    for one in (hat, ars):
        (todo,) = [todo for todo in todos(one, NOW) if "jours restants" in todo.label]
        assert (todo.urgent, "80 %" in todo.detail) == (False, True)
    record_days(project, [entry(hat, date(2026, 11, 1 + rank), "1") for rank in range(14)], by=hat, now=NOW)
    assert [todo.urgent for todo in todos(ars, NOW)] == [True]


def test_news_of_seals_reach_the_other_side(project):
    hat, ars = consultant(project), ars_writer(project)
    made = seal(project, OCTOBER, by=hat, now=NOW)
    before = NOW - timedelta(days=1)
    (move,) = moves(ars, before, NOW)
    assert "est scellé par l'Aract" in move.text
    assert moves(hat, before, NOW) == []
    see(made, by=ars, now=NOW)
    (move,) = moves(hat, before, NOW)
    assert "est vu par l'ARS" in move.text
    assert moves(ars, NOW, NOW) == []
    assert moves(secretary(), before, NOW) == []
    assert moves(ars_writer(living()), before, NOW) == []


def test_the_desk_costs_the_same_queries_for_one_project_and_for_three(project, django_assert_max_num_queries):
    hat, ars = consultant(project), ars_writer(project)
    counts = []
    for number in (1, 3):
        while RegionalProject.objects.count() < number:
            plan(living(ars=project.ars, aract=project.aract))
        for rank, one in enumerate(RegionalProject.objects.select_related("award").order_by("pk")):
            noted(one, hat, SEPTEMBER + timedelta(days=rank), "1")
            noted(one, hat, OCTOBER + timedelta(days=rank), "1")
            seal(one, SEPTEMBER, by=hat, now=NOW)
        with django_assert_max_num_queries(40) as captured:
            found = [todos(hat, NOW), todos(ars, NOW), moves(ars, EARLIER, NOW)]
        assert [len(lines) for lines in found] == [2 * number, number, number]
        counts.append(len(captured))
    assert counts[0] == counts[1]
