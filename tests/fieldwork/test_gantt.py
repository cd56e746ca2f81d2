"""The calendar of a project, as an SVG."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fieldwork.gantt import DayScale, gantt
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


def share(text):
    return float(text.removesuffix("%"))


def test_nothing_dated_draws_nothing(life):
    stage()
    assert drawn(life) is None


def test_bars_lie_where_their_days_are(life):
    scale = DayScale(date(2026, 1, 1), date(2026, 4, 11))
    bar = scale.bar(date(2026, 1, 11), date(2026, 1, 20), "Plan")
    assert (bar.x, bar.width) == ("10.00%", "10.00%")
    assert scale.bar(None, date(2026, 1, 20), "Plan") is None


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
    drawing = drawn(life)
    (row,) = drawing.rows
    assert share(row.first.width) < share(row.planned.width)
    assert share(row.actual.x) > share(row.planned.x)
    assert share(row.actual.x) + share(row.actual.width) == pytest.approx(share(drawing.today), abs=2)
    assert drawing.moved
    assert not drawing.counts_days


def test_the_title_states_the_finding(life):
    plan(life.project, "CADRAGE", begins=-50, ends=-30)
    record_progress(life.project, stage("CADRAGE"), started_on=days_ago(50), ended_on=None, by=life.ars, now=NOW)
    assert drawn(life).finding == f"« {stage('CADRAGE')} » a 30\u00a0jours de retard"
    plan(life.project, begins=-10)
    assert drawn(life).finding.endswith("30\u00a0jours de retard, et 1\u00a0autre étape")
    for code in ("CADRAGE", "ENQUETE"):
        record_progress(life.project, stage(code), started_on=days_ago(9), ended_on=days_ago(1), by=life.ars, now=NOW)
    assert drawn(life).finding == "2\u00a0étapes terminées sur 2"
    Milestone.objects.create(project=life.project, title="Jalon", due_on=days_ago(1))
    assert "1\u00a0jalon en retard" in drawn(life).finding
    Milestone.objects.all().delete()
    record_progress(life.project, stage(), started_on=days_ago(9), ended_on=None, by=life.ars, now=NOW)
    assert drawn(life).finding == "Le projet suit son plan : 1\u00a0étape en cours"


def test_milestones_are_numbered_and_said_without_colour(life):
    plan(life.project)
    for days, title in ((-5, "Fait"), (-4, "En retard"), (30, "À venir")):
        add_milestone(life.project, title=title, due_on=TODAY + timedelta(days=days), by=life.ars, now=NOW)
    reach_milestone(Milestone.objects.get(title="Fait"), on=days_ago(5), by=life.ars, now=NOW)
    signs = drawn(life).signs
    assert [(sign.number, sign.word) for sign in signs] == [(1, "atteint"), (2, "en retard"), (3, "à venir")]
    assert [sign.low for sign in signs] == [False, True, False], "neighbours do not write over one another"


def test_archives_have_no_today(life):
    plan(life.project, begins=-900, ends=-800)
    assert drawn(life, running=False).today is None
    assert drawn(life).today is not None


@pytest.mark.parametrize("years", [1, 5, 30])
def test_months_stay_few_however_long_the_project(life, years):
    plan(life.project, begins=0, ends=365 * years)
    ticks = drawn(life).ticks
    assert len(ticks) <= 30
    assert len([tick for tick in ticks if tick.label]) <= 8


def test_the_page_draws_without_colour_or_style_and_gives_the_data(life, as_hat):
    plan(life.project)
    page = as_hat(life.secretary).get(reverse("fieldwork:stages", args=[life.project.pk])).content.decode()
    assert "Voir les données" in page
    assert 'aria-label="Enquete, en retard. Plan' in page
    assert "style=" not in page.split("<main")[1].split("</main>")[0]
