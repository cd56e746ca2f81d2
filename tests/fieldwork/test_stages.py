"""Stages as planned, as they go, and as their plan moves (R58–R64)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from calls.enums import Vocabulary
from core.verdicts import NotAllowed, OutOfTurn, Refused
from fieldwork.enums import StageState
from fieldwork.models import Replanning, StageProgress
from fieldwork.stages import record_progress, replan, stages_of
from records.models import JournalEntry
from regions.models import StagePlan
from tests.applications.fiches import deposited
from tests.factories import NOW, AwardFactory
from tests.fieldwork.lives import plan, stage
from tests.regions.lives import AWARDED, TODAY, Life, days_ago, fresh, queries_of, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return Life()


def only(life):
    (line,) = [line for line in stages_of(life.project, TODAY) if line.plan.pk]
    return line


@pytest.mark.parametrize(
    ("planned", "lived", "state", "late"),
    [
        ((1, 20), None, StageState.COMING, 0),
        ((0, 20), None, StageState.COMING, 0),
        ((-3, 20), None, StageState.LATE, 3),
        ((-3, 20), (3, None), StageState.RUNNING, 0),
        ((-30, 0), (30, None), StageState.RUNNING, 0),
        ((-30, -4), (30, None), StageState.LATE, 4),
        ((-30, -4), (30, 1), StageState.DONE, 0),
    ],
)
def test_a_stage_stands_where_its_plan_and_its_days_say(life, planned, lived, state, late):
    plan(life.project, begins=planned[0], ends=planned[1])
    if lived is not None:
        started, ended = lived
        over = None if ended is None else days_ago(ended)
        record_progress(life.project, stage(), started_on=days_ago(started), ended_on=over, by=life.ars, now=NOW)
    line = only(life)
    assert (line.state, line.days_late) == (state, late)
    assert line.sentence


def test_a_stage_without_dates_is_neither_late_nor_lost(life):
    stage()
    (line,) = stages_of(life.project, TODAY)
    assert (line.state, line.days_late, line.sentence) == (StageState.COMING, 0, "Sans dates.")


def test_progress_is_stated_then_corrected(life):
    plan(life.project)
    record_progress(life.project, stage(), started_on=days_ago(9), ended_on=days_ago(2), by=life.ars, now=NOW)
    record_progress(life.project, stage(), started_on=days_ago(8), ended_on=None, by=life.aract, now=NOW)
    progress = StageProgress.objects.get()
    assert (progress.started_on, progress.ended_on) == (days_ago(8), None)
    assert JournalEntry.objects.about(progress).count() == 2


@pytest.mark.parametrize(
    ("started", "ended", "reason"),
    [
        (AWARDED - timedelta(days=1), None, "entre l'attribution"),
        (TODAY + timedelta(days=1), None, "entre l'attribution"),
        (days_ago(5), TODAY + timedelta(days=1), "entre l'attribution"),
        (days_ago(5), days_ago(6), "précède son début"),
    ],
)
def test_true_days_lie_within_the_projects_life_and_in_order(life, started, ended, reason):
    with pytest.raises(Refused, match=reason):
        record_progress(life.project, stage(), started_on=started, ended_on=ended, by=life.ars, now=NOW)
    assert not StageProgress.objects.exists()


def moved(life, *, days="10", begins=5, ends=40, reason="Deux structures ne sont pas prêtes.", by=None):
    return replan(
        life.project,
        stage(),
        planned_days=Decimal(days),
        starts_on=TODAY + timedelta(days=begins),
        ends_on=TODAY + timedelta(days=ends),
        reason=reason,
        by=by or life.ars,
        now=NOW,
    )


def test_a_new_plan_keeps_the_first_in_sight(life):
    former = plan(life.project)
    moved(life)
    moved(life, ends=50)
    line = only(life)
    assert line.plan.ends_on == TODAY + timedelta(days=50)
    assert [change.former_ends_on for change in line.former] == [former.ends_on, TODAY + timedelta(days=40)]
    assert line.first.former_days == former.planned_days
    entry = JournalEntry.objects.filter(deed="fieldwork.replan").earliest("pk")
    assert entry.data["former"][1] == former.ends_on.isoformat()


def test_a_stage_that_the_fiche_forgot_is_planned_later(life):
    change = moved(life)
    assert (change.former_starts_on, change.former_days) == (None, 0)
    assert StagePlan.objects.get().planned_days == 10


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"reason": " "}, "Dites pourquoi"),
        ({"ends": 4}, "précède son début"),
        ({"days": "1.1"}, "quarts"),
        ({"days": "-1"}, "quarts"),
    ],
)
def test_a_plan_is_refused_whole(life, typed, reason):
    plan(life.project)
    with pytest.raises(Refused, match=reason):
        moved(life, **typed)
    assert not Replanning.objects.exists()


def test_the_same_plan_again_is_no_change(life):
    plan(life.project)
    moved(life)
    with pytest.raises(Refused, match="déjà cela"):
        moved(life)


def test_only_stages_are_stages(life):
    theme = term(Vocabulary.THEME, "DMP")
    with pytest.raises(Refused, match="n'existe pas"):
        record_progress(life.project, theme, started_on=TODAY, ended_on=None, by=life.ars, now=NOW)


def test_the_pair_alone_acts_while_the_project_runs(life):
    deeds = [
        lambda by: moved(life, by=by),
        lambda by: record_progress(life.project, stage(), started_on=TODAY, ended_on=None, by=by, now=NOW),
    ]
    for deed in deeds:
        for stranger in life.strangers():
            with pytest.raises(NotAllowed):
                deed(stranger)
    life.close()
    for deed in deeds:
        with pytest.raises(OutOfTurn, match="clos"):
            deed(life.ars)


def test_the_deposited_plan_does_not_move():
    fiche = deposited()
    project = fresh(AwardFactory(project=fiche.application.project).project)
    before = fiche.application.in_force.content, fiche.application.deposit.sha256
    replan(
        project,
        stage(),
        planned_days=Decimal(3),
        starts_on=TODAY,
        ends_on=TODAY,
        reason="Report",
        by=fiche.ars_writer,
        now=NOW,
    )
    application = fiche.reload()
    assert (application.in_force.content, application.deposit.sha256) == before


def test_days_done_are_passed_in_by_stage(life):
    plan(life.project)
    assert only(life).done_days is None
    done = {stage().pk: Decimal("4.5")}
    (line,) = stages_of(life.project, TODAY, done_days=done)
    assert line.done_days == Decimal("4.5")


def test_stages_cost_the_same_for_one_and_for_six(life):
    plan(life.project)
    before = queries_of(lambda: [line.sentence for line in stages_of(life.project, TODAY)])
    for code in ("CADRAGE", "MOBILISATION", "ANIMATION"):
        plan(life.project, code)
    assert queries_of(lambda: [line.sentence for line in stages_of(life.project, TODAY)]) == before
