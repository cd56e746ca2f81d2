"""Two people, one form on stages, milestones or hypotheses: nothing is written over unseen, nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from fieldwork.enums import DeliverableKind
from fieldwork.experimenting import correct_measure, measure, suppose, withdraw_hypothesis
from fieldwork.milestones import add_milestone, expect_deliverable, reach_milestone, remove_milestone
from fieldwork.models import Deliverable, Hypothesis, Milestone
from fieldwork.stages import record_progress
from regions.seating import withdraw_seat
from tests.factories import NOW
from tests.fieldwork.lives import experiment, plan, stage
from tests.fieldwork.test_experimenting import an_indicator
from tests.records.test_removing import a_seat
from tests.regions.lives import TODAY, days_ago, iso, upload
from tests.two_people import (
    Form,
    check_a_right_lost_keeps_the_text,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
    locks_rows,
    typed_on,
)

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def life():
    return experiment()


@pytest.fixture
def both(life, as_hat):
    return as_hat(life.ars), as_hat(life.aract)


def address(name, project, *args):
    return reverse(f"fieldwork:{name}", args=[project.pk, *args])


def a_milestone(life):
    return add_milestone(life.project, title="Bilan", due_on=TODAY, by=life.ars, now=NOW)


def progress(life):
    record_progress(life.project, stage(), started_on=days_ago(9), ended_on=None, by=life.ars, now=NOW)
    first, second = ("started_on", iso(days_ago(8)), iso(days_ago(7))), ("ended_on", iso(days_ago(1)))
    return Form(address("progress", life.project, stage().pk), first, second, shut=life.close)


def replan(life):
    plan(life.project)
    first, second = ("ends_on", iso(LATER), iso(LATER + timedelta(days=1))), ("planned_days", "5,00")
    where = address("replan", life.project, stage().pk)
    return Form(where, first, second, besides=lambda: {"reason": "Grève"}, shut=life.close)


def move_milestone(life):
    milestone = a_milestone(life)

    def shut():
        reach_milestone(milestone, on=TODAY, by=life.aract, now=NOW)

    where, first = address("move_milestone", life.project, milestone.pk), ("due_on", iso(LATER), iso(days_ago(1)))
    return Form(where, first, besides=lambda: {"reason": "Grève"}, shut=shut)


def reach(life):
    where = address("reach_milestone", life.project, a_milestone(life).pk)
    return Form(where, ("on", iso(days_ago(1)), iso(days_ago(2))), shut=life.close)


def conclude(life):
    hypothesis = suppose(life.project, statement="Associer aide", by=life.ars, now=NOW)
    where = address("conclude", life.project, hypothesis.pk)
    besides = {"conclusion": "nuanced"}
    return Form(where, ("text", "Selon les lieux.", "Partout."), besides=lambda: besides, shut=life.close)


FORMS = (progress, replan, move_milestone, reach, conclude)
LOCKS = [
    "regions_award",
    "fieldwork_milestone",
    "fieldwork_hypothesis",
    "fieldwork_stageprogress",
    "regions_stageplan",
]


@pytest.mark.parametrize("form", [progress, replan])
def test_two_fields_are_both_kept(life, both, form):
    check_two_fields_are_both_kept(form(life), *both)


@pytest.mark.parametrize("form", [progress, reach, conclude])
def test_what_one_leaves_alone_takes_what_the_other_saved(life, both, form):
    check_what_one_leaves_alone_takes_what_the_other_saved(form(life), *both)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_field_shows_both_and_mine_may_stay(life, both, form):
    check_the_same_field_shows_both(form(life), *both, side="mine", by=str(life.aract))


@pytest.mark.parametrize("form", [progress, reach, conclude])
def test_the_same_field_shows_both_and_the_other_may_stay(life, both, form):
    """A plan or a day that is already the other's has no reason to change again."""
    check_the_same_field_shows_both(form(life), *both, side="theirs", by=str(life.aract))


@pytest.mark.parametrize("form", FORMS)
def test_a_right_lost_while_typing_refuses_and_keeps_the_text(life, both, form):
    """Case 54."""
    check_a_right_lost_keeps_the_text(form(life), both[0], life.ars)


@pytest.mark.parametrize("form", FORMS)
def test_a_turn_that_passed_while_typing_refuses_and_keeps_the_text(life, both, form):
    """Case 35."""
    check_a_turn_that_passed_keeps_the_text(form(life), both[0])


@locks_rows
@pytest.mark.parametrize("form", FORMS)
def test_a_form_locks_in_the_order_of_the_deeds(life, both, form):
    check_locks_follow(LOCKS, form(life), both[0])


def test_a_measure_corrected_meanwhile_keeps_the_text(life, both):
    indicator = an_indicator(suppose(life.project, statement="H", by=life.ars, now=NOW), life.ars)
    wrong = measure(indicator, measured_on=TODAY, value=Decimal(41), by=life.ars, now=NOW)
    where = address("correct_measure", life.project, wrong.pk)
    page = both[0].get(where)
    correct_measure(wrong, measured_on=TODAY, value=Decimal(4), note="Virgule", by=life.aract, now=NOW)
    answer = both[0].post(where, {**typed_on(page), "note": "Une virgule de trop"})
    assert answer.status_code == 409
    assert "a déjà été corrigée" in answer.content.decode()
    assert typed_on(answer)["note"] == ["Une virgule de trop"]
    assert both[0].get(where).status_code == 409


def test_a_deliverable_replaces_the_one_that_its_sender_saw(life, both):
    row = expect_deliverable(a_milestone(life), kind=DeliverableKind.NOTE, title="Note", by=life.ars, now=NOW)
    where, (one, other) = address("attach_deliverable", life.project, row.pk), both
    mine, theirs = one.get(where), other.get(where)
    assert other.post(where, {**typed_on(theirs), "upload": upload("la-leur.pdf")}).status_code == 302
    answer = one.post(where, {**typed_on(mine), "upload": upload("la-mienne.pdf")})
    assert answer.status_code == 409
    assert "la-leur.pdf" in answer.content.decode()
    assert one.post(where, {**typed_on(answer), "upload": upload("la-mienne.pdf")}).status_code == 302
    assert Deliverable.objects.get().document.name == "la-mienne.pdf"


# One person removes what the other has open


def milestone_moved(life):
    row = a_milestone(life)
    where = address("move_milestone", life.project, row.pk)
    return where, lambda: remove_milestone(row, by=life.aract, now=NOW)


def deliverable_expected(life):
    row = a_milestone(life)
    where = address("expect_deliverable", life.project, row.pk)
    return where, lambda: remove_milestone(row, by=life.aract, now=NOW)


def hypothesis_concluded(life):
    row = suppose(life.project, statement="Associer aide", by=life.ars, now=NOW)
    where = address("conclude", life.project, row.pk)
    return where, lambda: withdraw_hypothesis(row, by=life.aract, now=NOW)


def seat_changed(life):
    row = a_seat(life, organisation_name="Centre")
    where = reverse("regions:change_seat", args=[life.project.pk, row.pk])
    return where, lambda: withdraw_seat(row, by=life.aract, now=NOW)


OPEN = (milestone_moved, deliverable_expected, hypothesis_concluded, seat_changed)


@pytest.mark.parametrize("opened", OPEN)
def test_what_is_typed_on_a_row_removed_meanwhile_is_shown_with_who_removed_it(life, both, opened):
    where, remove = opened(life)
    page = both[0].get(where)
    entry = remove()
    words = "Raison longue à écrire\nsur deux lignes"
    answer = both[0].post(where, {**typed_on(page), "reason": words})
    assert answer.status_code == 409
    told = answer.content.decode().replace("&#x27;", "'")
    assert f"par {life.aract}, le 22\xa0novembre\xa02026" in told
    assert words in told
    undo = reverse("records:restore", args=[entry.pk])
    assert f'action="{undo}"' in told
    assert both[0].post(undo).status_code == 302
    assert both[0].get(where).status_code == 200


def test_a_removal_asks_once_saying_what_goes_then_offers_to_undo_it(life, both):
    milestone, client = a_milestone(life), both[0]
    expect_deliverable(milestone, kind=DeliverableKind.NOTE, title="Note de cadrage", by=life.ars, now=NOW)
    where = address("remove_milestone", life.project, milestone.pk)
    assert f'href="{where}"' in client.get(address("stages", life.project)).content.decode()
    asked = client.get(where).content.decode()
    assert "Note de cadrage" in asked
    assert "annuler ce retrait pendant 24 heures" in asked
    assert Milestone.objects.exists()
    landed = client.post(where, follow=True).content.decode()
    assert "Le jalon «\xa0Bilan\xa0» est retiré." in landed
    assert not Milestone.objects.exists()
    (undo,) = [line for line in landed.split('"') if line.startswith("/retraits/")]
    assert "est rétabli" in client.post(undo, follow=True).content.decode()
    assert Milestone.objects.get().deliverables.get().title == "Note de cadrage"
    assert client.post(undo).status_code == 409


def test_what_is_reached_measured_or_concluded_is_not_asked_about(life, both):
    milestone = a_milestone(life)
    reach_milestone(milestone, on=TODAY, by=life.ars, now=NOW)
    hypothesis = suppose(life.project, statement="H", by=life.ars, now=NOW)
    indicator = an_indicator(hypothesis, life.ars)
    measure(indicator, measured_on=TODAY, value=Decimal(41), by=life.ars, now=NOW)
    for name, row in (
        ("remove_milestone", milestone),
        ("withdraw_hypothesis", hypothesis),
        ("withdraw_indicator", indicator),
    ):
        where = address(name, life.project, row.pk)
        assert (both[0].get(where).status_code, both[0].post(where).status_code) == (409, 409), name
    assert (Milestone.objects.count(), Hypothesis.objects.count()) == (1, 1)


def test_strangers_have_nothing_to_undo(life, as_hat):
    """Case 32."""
    undo = reverse("records:restore", args=[remove_milestone(a_milestone(life), by=life.ars, now=NOW).pk])
    for stranger in life.strangers():
        assert as_hat(stranger).post(undo).status_code == 404
    assert as_hat(life.ars).get(undo).status_code == 405
    assert not Milestone.objects.exists()
