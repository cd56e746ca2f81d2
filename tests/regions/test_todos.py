"""What waits for the pair around its collective."""

from datetime import timedelta

import pytest

from calls.enums import Vocabulary
from regions.todos import todos
from tests.applications.fiches import received
from tests.factories import NOW, ApplicationFactory, TermFactory, member_of, secretary

pytestmark = pytest.mark.django_db


def seated(project, code):
    profile = TermFactory(vocabulary=Vocabulary.PROFILE, code=code)
    return project.members.create(group="collective", profile=profile, function="Élue au CSE")


def test_a_collective_without_staff_waits_for_the_pair():
    project = ApplicationFactory().project
    by = member_of(project.aract)
    assert todos(by, NOW) == []
    seated(project, "DIRECTION")
    (todo,) = todos(by, NOW)
    assert (todo.label, todo.due) == ("Trouver une représentation du personnel", project.call.closes_at)
    assert todos(by, project.call.closes_at) == []
    assert todos(secretary(), NOW) == []
    assert todos(member_of(ApplicationFactory(project__call=project.call).project.ars), NOW) == []
    seated(project, "ELU_PERSONNEL")
    assert todos(by, NOW) == []


def test_a_deposited_fiche_asks_for_nothing():
    project = received(ApplicationFactory()).project
    seated(project, "DIRECTION")
    assert todos(member_of(project.ars), NOW - timedelta(days=1)) == []
