"""A row removed comes back for a day, and is told of for a week (decision 21)."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.http import Http404
from django.urls import reverse

from calls.enums import Vocabulary
from core.verdicts import NotAllowed, OutOfTurn, Refused
from fieldwork.enums import DeliverableKind
from fieldwork.experimenting import suppose, withdraw_hypothesis, withdraw_indicator
from fieldwork.milestones import add_milestone, expect_deliverable, move_milestone, remove_milestone
from fieldwork.models import Deliverable, Hypothesis, Milestone, MilestoneMove
from records import removing, sweeping
from records.models import JournalEntry, RemovedRow
from records.removing import restore
from records.views.removing import row_or_gone
from regions.enums import MemberGroup
from regions.joining import depart
from regions.models import CollectiveMember
from regions.seating import give_seat, withdraw_seat
from tests.factories import NOW, ParticipationFactory
from tests.fieldwork.lives import experiment
from tests.fieldwork.test_experimenting import an_indicator
from tests.regions.lives import TODAY, days_ago, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return experiment()


@pytest.fixture
def milestone(life):
    row = add_milestone(life.project, title="Bilan", due_on=TODAY, responsible="Cheffe de projet", by=life.ars, now=NOW)
    expect_deliverable(row, kind=DeliverableKind.ASSESSMENT, title="Bilan écrit", by=life.ars, now=NOW)
    return move_milestone(row, due_on=days_ago(1), reason="Grève", by=life.ars, now=NOW)


def everything(*models):
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def removed(milestone, life):
    return remove_milestone(milestone, by=life.ars, now=NOW)


def test_a_row_comes_back_whole_with_what_went_with_it(life, milestone):
    kinds = (Milestone, Deliverable, MilestoneMove)
    before = everything(*kinds)
    entry = removed(milestone, life)
    assert everything(*kinds) == ["[]"] * 3
    row, address = restore(entry, by=life.aract, now=NOW + timedelta(hours=24))
    assert (row, address) == (milestone, reverse("fieldwork:stages", args=[life.project.pk]))
    assert everything(*kinds) == before
    assert JournalEntry.objects.about(milestone).first().summary == "Retrait annulé : Jalon «\xa0Bilan\xa0» retiré"


def test_a_removal_is_undone_once_within_a_day_by_the_pair_while_the_project_lives(life, milestone):
    entry = removed(milestone, life)
    for stranger in life.strangers():
        with pytest.raises(NotAllowed):
            restore(entry, by=stranger, now=NOW)
    with pytest.raises(OutOfTurn, match="s'annule pendant 24 heures"):
        restore(entry, by=life.ars, now=NOW + timedelta(hours=24, seconds=1))
    restore(entry, by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="déjà rétabli"):
        restore(entry, by=life.ars, now=NOW)
    again = removed(milestone, life)
    life.close()
    with pytest.raises(OutOfTurn, match="clos depuis"):
        restore(again, by=life.ars, now=NOW)
    assert not Milestone.objects.exists()


def test_what_it_depended_on_went_too(life):
    hypothesis = suppose(life.project, statement="Associer aide", by=life.ars, now=NOW)
    indicator = an_indicator(hypothesis, life.ars)
    last = withdraw_indicator(indicator, by=life.ars, now=NOW)
    first = withdraw_hypothesis(hypothesis, by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="ne peut plus revenir"):
        restore(last, by=life.ars, now=NOW)
    restore(first, by=life.ars, now=NOW)
    restore(last, by=life.ars, now=NOW)
    assert Hypothesis.objects.get().indicators.get() == indicator


def a_seat(life, participation=None, **seat):
    named = {"function": "Directrice", "participation": participation, "organisation_name": "", "seats": 1} | seat
    profile = term(Vocabulary.PROFILE, "DIRECTION")
    return give_seat(life.project, MemberGroup.COLLECTIVE, {"profile": profile, **named}, by=life.ars, now=NOW)


def test_a_seat_does_not_come_back_to_a_structure_that_left(life):
    row = ParticipationFactory(project=life.project, joined_on=days_ago(90))
    entry = withdraw_seat(a_seat(life, row), by=life.ars, now=NOW)
    depart(row, on=TODAY, reason="Fusion", by=life.ars, now=NOW)
    with pytest.raises(Refused, match="ne participe pas"):
        restore(entry, by=life.ars, now=NOW)
    assert not CollectiveMember.objects.exists()


def test_seats_freed_by_a_departure_are_told_of_and_do_not_come_back(life):
    row = ParticipationFactory(project=life.project, joined_on=days_ago(90))
    member = a_seat(life, row)
    depart(row, on=TODAY, reason="Fusion", by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="quitte le projet") as told:
        row_or_gone(life.project.members, member.pk, project=life.project.pk)
    assert told.value.undo == ""
    with pytest.raises(OutOfTurn, match="ne s'annule plus"):
        restore(JournalEntry.objects.get(deed="regions.depart"), by=life.ars, now=NOW)


def test_who_removed_is_told_of_the_row_and_of_what_went_with_it(life, milestone):
    written = milestone.deliverables.get()
    entry = removed(milestone, life)
    for rows, key in (
        (Milestone.objects.filter(project=life.project), milestone.pk),
        (Deliverable.objects.filter(milestone__project=life.project), written.pk),
    ):
        with pytest.raises(OutOfTurn, match="Jalon «\xa0Bilan\xa0» retiré par Chargée de mission") as told:
            row_or_gone(rows, key, project=life.project.pk)
        assert told.value.undo == reverse("records:restore", args=[entry.pk])


def test_another_projects_removals_and_unknown_rows_do_not_exist(life, milestone):
    """Case 32."""
    removed(milestone, life)
    other = experiment(call=life.project.call)
    for project, key in ((other.project, milestone.pk), (life.project, milestone.pk + 1), (life.project, 10**30)):
        with pytest.raises(Http404):
            row_or_gone(Milestone.objects.filter(project=project), key, project=project.pk)


def test_what_was_removed_is_forgotten_after_a_week(life, milestone):
    entry = removed(milestone, life)
    sweeping.due()
    assert RemovedRow.objects.count() == 3
    removing.forget(NOW + removing.KEPT + timedelta(seconds=1))
    assert not RemovedRow.objects.exists()
    with pytest.raises(OutOfTurn, match="ne s'annule plus"):
        restore(entry, by=life.ars, now=NOW)
    with pytest.raises(Http404):
        row_or_gone(Milestone.objects.filter(project=life.project), milestone.pk, project=life.project.pk)


def test_the_sweep_forgets(life, milestone, monkeypatch):
    removed(milestone, life)
    monkeypatch.setattr(removing, "KEPT", timedelta(hours=-1))
    sweeping.due()
    assert not RemovedRow.objects.exists()
