"""The calendar of a project, as an SVG."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.drawing import Scale
from fieldwork.gantt import gantt
from fieldwork.milestones import add_milestone, reach_milestone
from fieldwork.models import Milestone
from fieldwork.stages import record_progress, replan, stages_of
from tests.factories import NOW
from tests.fieldwork.lives import plan, stage
from tests.regions.lives import TODAY, Life, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return Life()


def drawn(life, **kwargs):
    milestones = list(Milestone.objects.filter(project=life.project))
    return gantt(stages_of(life.project, TODAY), milestones, TODAY, **kwargs)


def marks(row, kind):
    return [mark for mark in row.drawing.marks if mark.kind == kind]


def share(row, kind, length="x"):
    (mark,) = marks(row, kind)
    return float(mark.at[length].removesuffix("%"))


def test_nothing_dated_draws_nothing(life):
    stage()
    assert drawn(life) is None


def test_bars_lie_where_their_days_are(life):
    scale = Scale(date(2026, 1, 1), date(2026, 4, 11))
    assert (scale.at(date(2026, 1, 11)), scale.at(date(2026, 4, 11)), scale.at(date(2027, 1, 1))) == (10, 100, 100)
    plan(life.project, begins=-10, ends=10)
    row = drawn(life).rows[1]
    assert share(row, "hollow") + share(row, "hollow", "width") / 2 == pytest.approx(share(row, "today", "x1"), abs=2)
    assert marks(row, "solid") == []


def test_a_row_shows_the_first_plan_the_plan_and_what_was_done(life):
    former = plan(life.project, begins=-20, ends=10)
    replan(
        life.project,
        stage(),
        planned_days=former.planned_days,
        starts_on=former.starts_on,
        ends_on=former.ends_on + timedelta(days=30),
        reason="Report",
        by=life.ars,
        now=NOW,
    )
    record_progress(life.project, stage(), started_on=days_ago(15), ended_on=None, by=life.ars, now=NOW)
    chart = drawn(life)
    _, row = chart.rows
    assert share(row, "dashed", "width") < share(row, "hollow", "width")
    assert share(row, "solid") > share(row, "hollow")
    assert share(row, "solid") + share(row, "solid", "width") == pytest.approx(share(row, "today", "x1"), abs=2)
    assert [word for _, word in chart.legend] == ["premier plan", "plan", "réalisé", "aujourd'hui"]
    assert "Jours faits" not in chart.tables[0].columns


def test_the_title_states_the_finding(life):
    plan(life.project, "CADRAGE", begins=-50, ends=-30)
    record_progress(life.project, stage("CADRAGE"), started_on=days_ago(50), ended_on=None, by=life.ars, now=NOW)
    assert drawn(life).title == f"« {stage('CADRAGE')} » a 30\u00a0jours de retard"
    plan(life.project, begins=-10)
    assert drawn(life).title.endswith("30\u00a0jours de retard, et 1\u00a0autre étape")
    for code in ("CADRAGE", "ENQUETE"):
        record_progress(life.project, stage(code), started_on=days_ago(9), ended_on=days_ago(1), by=life.ars, now=NOW)
    assert drawn(life).title == "2\u00a0étapes terminées sur 2"
    Milestone.objects.create(project=life.project, title="Jalon", due_on=days_ago(1))
    assert "1\u00a0jalon en retard" in drawn(life).title
    Milestone.objects.all().delete()
    record_progress(life.project, stage(), started_on=days_ago(9), ended_on=None, by=life.ars, now=NOW)
    assert drawn(life).title == "Le projet suit son plan : 1\u00a0étape en cours"


def test_milestones_are_numbered_and_said_without_colour(life):
    plan(life.project)
    for days, title in ((-5, "Fait"), (-4, "En retard"), (30, "À venir")):
        add_milestone(life.project, title=title, due_on=TODAY + timedelta(days=days), by=life.ars, now=NOW)
    reach_milestone(Milestone.objects.get(title="Fait"), on=days_ago(5), by=life.ars, now=NOW)
    row = drawn(life).rows[-1]
    told = [mark.title.rpartition("(")[2] for mark in marks(row, "reached") + marks(row, "coming")]
    assert told == ["atteint)", "en retard)", "à venir)"]
    assert len(marks(row, "late")) == 1
    assert [mark.words for mark in marks(row, "label")] == ["1", "2", "3"]
    heights = [mark.at["y"] for mark in marks(row, "label")]
    assert heights[0] == heights[2] != heights[1], "neighbours do not write over one another"


def test_archives_have_no_today(life):
    plan(life.project, begins=-900, ends=-800)
    assert marks(drawn(life, running=False).rows[1], "today") == []
    assert marks(drawn(life).rows[1], "today") != []


@pytest.mark.parametrize("years", [1, 5, 30])
def test_months_stay_few_however_long_the_project(life, years):
    plan(life.project, begins=0, ends=365 * years)
    axis = drawn(life).rows[0]
    assert 12 <= len(marks(axis, "grid")) <= 30
    assert 1 <= len(marks(axis, "quiet")) <= 8


def test_the_page_draws_without_colour_or_style_and_gives_the_data(life, as_hat):
    plan(life.project)
    page = as_hat(life.secretary).get(reverse("fieldwork:stages", args=[life.project.pk])).content.decode()
    assert "Voir les données" in page
    assert 'aria-label="Enquete, en retard. Plan' in page
    assert "style=" not in page.split("<main")[1].split("</main>")[0]
