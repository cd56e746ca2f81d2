"""Milestones and deliverables (R77–R79, R88)."""

from datetime import timedelta

import pytest

from calls.enums import Vocabulary
from core.verdicts import NotAllowed, OutOfTurn, Refused
from fieldwork.enums import DeliverableKind
from fieldwork.milestones import (
    LONGEST,
    add_milestone,
    attach_deliverable,
    expect_deliverable,
    move_milestone,
    propose_milestones,
    reach_milestone,
    remove_milestone,
)
from fieldwork.models import Deliverable, Milestone
from records.models import JournalEntry
from tests.factories import NOW
from tests.fieldwork.lives import CODES, plan, stage
from tests.regions.lives import AWARDED, TODAY, Life, days_ago, term, upload

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def life():
    return Life()


@pytest.fixture
def milestone(life):
    return add_milestone(life.project, title="Enquête restituée", due_on=TODAY, stage=stage(), by=life.ars, now=NOW)


def test_the_usual_milestones_follow_the_plan_once(life):
    for code in CODES:
        plan(life.project, code)
    made = propose_milestones(life.project, by=life.aract, now=NOW)
    assert len(made) == 5
    assert {row.due_on for row in made} == {TODAY + timedelta(days=20)}
    assert Deliverable.objects.filter(kind=DeliverableKind.ORIENTATION).count() == 1
    with pytest.raises(OutOfTurn, match="a déjà des jalons"):
        propose_milestones(life.project, by=life.aract, now=NOW)
    assert JournalEntry.objects.filter(deed="fieldwork.propose_milestones").count() == 1


def test_a_single_usual_milestone_is_told_as_one(life):
    plan(life.project)
    propose_milestones(life.project, by=life.aract, now=NOW)
    told = JournalEntry.objects.get(deed="fieldwork.propose_milestones").summary
    assert told == "1\u00a0jalon usuel repris du plan"


def test_nothing_is_proposed_without_dates(life):
    stage()
    with pytest.raises(Refused, match="Aucune étape n'a de dates"):
        propose_milestones(life.project, by=life.ars, now=NOW)


@pytest.mark.parametrize("due_on", [AWARDED - timedelta(days=1), AWARDED + LONGEST + timedelta(days=1)])
def test_a_milestone_lies_after_the_award_and_within_five_years(life, milestone, due_on):
    with pytest.raises(Refused, match="Choisissez une échéance"):
        add_milestone(life.project, title="Jalon", due_on=due_on, by=life.ars, now=NOW)
    with pytest.raises(Refused, match="Choisissez une échéance"):
        move_milestone(milestone, due_on=due_on, reason="Report", by=life.ars, now=NOW)


def test_a_milestone_designates_a_function_and_a_stage(life):
    with pytest.raises(Refused, match="par leur fonction"):
        add_milestone(life.project, title="Jalon", due_on=TODAY, responsible="M. Durand", by=life.ars, now=NOW)
    theme = term(Vocabulary.THEME, "DMP")
    with pytest.raises(Refused, match="étape"):
        add_milestone(life.project, title="Jalon", due_on=TODAY, stage=theme, by=life.ars, now=NOW)


def test_a_milestone_moves_with_a_reason_that_stays(life, milestone):
    move_milestone(milestone, due_on=TODAY + timedelta(days=9), reason=" Grève ", by=life.aract, now=NOW)
    milestone.refresh_from_db()
    move = milestone.moves.get()
    assert (milestone.due_on, move.former_due_on, move.reason) == (TODAY + timedelta(days=9), TODAY, "Grève")
    with pytest.raises(Refused, match="déjà ce jour-là"):
        move_milestone(milestone, due_on=milestone.due_on, reason="Grève", by=life.aract, now=NOW)
    with pytest.raises(Refused, match="pourquoi"):
        move_milestone(milestone, due_on=TODAY, reason="", by=life.aract, now=NOW)


def test_a_milestone_is_reached_on_a_day_already_lived(life, milestone):
    with pytest.raises(Refused, match="entre l'attribution"):
        reach_milestone(milestone, on=TODAY + timedelta(days=1), by=life.ars, now=NOW)
    reach_milestone(milestone, on=days_ago(1), by=life.ars, now=NOW)
    milestone.refresh_from_db()
    assert milestone.done_on == days_ago(1)
    with pytest.raises(OutOfTurn, match="ne se reporte plus"):
        move_milestone(milestone, due_on=TODAY, reason="Report", by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="reste dans le projet"):
        remove_milestone(milestone, by=life.ars, now=NOW)


def test_a_milestone_written_by_mistake_goes_unless_it_holds_a_document(life, milestone):
    deliverable = expect_deliverable(milestone, kind=DeliverableKind.NOTE, title="Note", by=life.ars, now=NOW)
    attach_deliverable(deliverable, upload(), by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="reste dans le projet"):
        remove_milestone(milestone, by=life.ars, now=NOW)
    other = add_milestone(life.project, title="Erreur", due_on=TODAY, by=life.ars, now=NOW)
    remove_milestone(other, by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="a été retiré"):
        remove_milestone(other, by=life.ars, now=NOW)
    assert Milestone.objects.get() == milestone


def test_a_deliverable_is_expected_then_attached_then_replaced(life, milestone):
    deliverable = expect_deliverable(milestone, kind=DeliverableKind.SYNTHESIS, title="Synthèse", by=life.ars, now=NOW)
    assert deliverable.document is None
    first = attach_deliverable(deliverable, upload("a.pdf"), by=life.ars, now=NOW).document
    second = attach_deliverable(deliverable, upload("b.pdf"), by=life.aract, now=NOW).document
    deliverable.refresh_from_db()
    assert deliverable.document == second != first
    hashes = [entry.data.get("sha256") for entry in JournalEntry.objects.about(deliverable)]
    assert hashes.count(first.sha256) == 2
    at_once = expect_deliverable(
        milestone, kind=DeliverableKind.NOTE, title="Note", upload=upload(), by=life.ars, now=NOW
    )
    assert at_once.document is not None


def test_a_disguised_file_is_refused_and_nothing_is_kept(life, milestone):
    with pytest.raises(Refused):
        expect_deliverable(
            milestone, kind=DeliverableKind.NOTE, title="Note", upload=upload("note.docx"), by=life.ars, now=NOW
        )
    assert not Deliverable.objects.exists()


def test_the_pair_alone_acts_while_the_project_runs(life, milestone):
    plan(life.project)
    deliverable = expect_deliverable(milestone, kind=DeliverableKind.NOTE, title="Note", by=life.ars, now=NOW)
    deeds = [
        lambda by: add_milestone(life.project, title="Jalon", due_on=TODAY, by=by, now=NOW),
        lambda by: propose_milestones(life.project, by=by, now=NOW),
        lambda by: move_milestone(milestone, due_on=AWARDED, reason="Report", by=by, now=NOW),
        lambda by: reach_milestone(milestone, on=TODAY, by=by, now=NOW),
        lambda by: expect_deliverable(milestone, kind=DeliverableKind.NOTE, title="Note", by=by, now=NOW),
        lambda by: attach_deliverable(deliverable, upload(), by=by, now=NOW),
        lambda by: remove_milestone(milestone, by=by, now=NOW),
    ]
    for deed in deeds:
        for stranger in life.strangers():
            with pytest.raises(NotAllowed):
                deed(stranger)
    assert deliverable.milestone.project.award.closed_on is None
    life.close()
    for deed in deeds:
        with pytest.raises(OutOfTurn, match="clos"):
            deed(life.ars)
