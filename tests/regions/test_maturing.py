"""Digital projects move from one state of maturity to another (R56)."""

from datetime import timedelta

import pytest

from calls.enums import Vocabulary
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from regions.maturing import move_maturity
from tests.factories import NOW, DigitalProjectFactory
from tests.regions.lives import AWARDED, TODAY, Life, days_ago, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return Life()


@pytest.fixture
def explored(life):
    return DigitalProjectFactory(project=life.project, maturity=term(Vocabulary.MATURITY, "PRE_PROJET"))


@pytest.fixture
def used():
    return term(Vocabulary.MATURITY, "USAGE_PLUS_UN_AN")


def test_a_move_is_dated_and_remembered(life, explored, used):
    former = explored.maturity
    move = move_maturity(explored, used, on=days_ago(4), by=life.aract, now=NOW)
    explored.refresh_from_db()
    assert (explored.maturity, move.former, move.on) == (used, former, days_ago(4))
    assert JournalEntry.objects.about(explored).get().data["reached"] == used.code
    back = move_maturity(explored, former, on=days_ago(4), by=life.ars, now=NOW)
    assert [row.pk for row in explored.maturity_moves.all()] == [move.pk, back.pk]


def test_a_move_changes_something_and_follows_the_last(life, explored, used):
    with pytest.raises(Refused, match="est déjà dans l'état"):
        move_maturity(explored, explored.maturity, on=TODAY, by=life.ars, now=NOW)
    with pytest.raises(Refused, match="n'existe pas"):
        move_maturity(explored, term(Vocabulary.THEME, "DMP"), on=TODAY, by=life.ars, now=NOW)
    former = explored.maturity
    move_maturity(explored, used, on=days_ago(4), by=life.ars, now=NOW)
    with pytest.raises(Refused, match="dernier changement"):
        move_maturity(explored, former, on=days_ago(5), by=life.ars, now=NOW)


@pytest.mark.parametrize("on", [AWARDED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_move_lies_within_the_projects_life(life, explored, used, on):
    with pytest.raises(Refused, match="entre l'attribution"):
        move_maturity(explored, used, on=on, by=life.ars, now=NOW)


def test_the_pair_alone_states_it_while_the_project_runs(life, explored, used):
    for stranger in life.strangers():
        with pytest.raises(NotAllowed):
            move_maturity(explored, used, on=TODAY, by=stranger, now=NOW)
    assert explored.project.award.closed_on is None
    life.close()
    with pytest.raises(OutOfTurn):
        move_maturity(explored, used, on=TODAY, by=life.ars, now=NOW)
