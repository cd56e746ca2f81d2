"""States: one word and one tone each, said once beside the value, wherever it is shown."""

from types import SimpleNamespace
from typing import get_args

import pytest
from django.db import models
from django.template import Context, Template

from core.states import State, StateField, Tone, move, move_rows
from core.verdicts import OutOfTurn
from records.models import Job, JobState


def badge(thing: object) -> str:
    return Template("{% load components %}{% state_badge thing %}").render(Context({"thing": thing})).strip()


def every_state() -> list[type[State]]:
    return sorted(State.__subclasses__(), key=lambda states: (states.__module__, states.__name__))


@pytest.mark.parametrize("states", every_state(), ids=lambda states: f"{states.__module__}.{states.__name__}")
def test_each_state_has_a_word_and_a_tone(states):
    for state in states:
        assert state.tone in get_args(Tone)
        assert state.label
        assert state.label not in get_args(Tone)
        assert state == state.value == states(state.value)


@pytest.mark.parametrize(
    "thing",
    [
        JobState.FAILED,
        Job(state=JobState.FAILED),
        SimpleNamespace(state=JobState.FAILED),
        SimpleNamespace(state=lambda: JobState.FAILED),
    ],
)
def test_one_badge_shows_a_state_or_the_thing_that_is_in_it(thing):
    assert badge(thing) == '<span class="fr-badge fr-badge--error fr-badge--no-icon fr-badge--sm">en échec</span>'


@pytest.mark.django_db
def test_a_stored_state_is_read_back_as_a_state():
    Job.objects.create(deed="tests.break", label="Essai", state="failed")
    assert Job.objects.get().state is JobState.FAILED
    assert Job.objects.values_list("state", flat=True).get() is JobState.FAILED
    Job.objects.update(state="unknown")
    assert Job.objects.get().state == "unknown"


def test_a_row_goes_where_its_table_leads_or_stays_and_says_where_it_is():
    run = Job()
    move(run, JobState.RUNNING)
    move(run, JobState.DONE)
    with pytest.raises(OutOfTurn, match="le travail est à l'état « terminé »"):
        move(run, JobState.WAITING)
    assert run.state == JobState.DONE


@pytest.mark.django_db
def test_rows_that_may_not_come_to_a_state_are_left_where_they_are():
    for state in JobState:
        Job.objects.create(deed="tests.break", label=state, state=state)
    assert move_rows(Job.objects.all(), JobState.WAITING, attempts=2) == 2
    assert dict(Job.objects.values_list("label", "state")) == {
        "waiting": "waiting", "running": "waiting", "done": "done", "failed": "waiting"
    }  # fmt: skip
    assert set(Job.objects.filter(attempts=2).values_list("label", flat=True)) == {"running", "failed"}


def test_migrations_see_the_text_that_a_state_is():
    field = StateField("état", max_length=10, choices=JobState, default=JobState.WAITING)
    text = models.CharField("état", max_length=10, choices=JobState, default=JobState.WAITING)
    assert field.deconstruct() == text.deconstruct()
