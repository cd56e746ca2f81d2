"""What the allocation counts of a project."""

import pytest

from regions.models import DigitalProject, RegionalProject
from tests.factories import NOW, DigitalProjectFactory, ParticipationFactory, RegionalProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def counts(project):
    row = RegionalProject.objects.with_counts().get(pk=project.pk)
    return row.project_count, row.establishment_count


def test_distinct_tools_and_present_structures_count():
    project = RegionalProjectFactory()
    assert counts(project) == (0, 0)
    shared = DigitalProjectFactory(project=project)
    ParticipationFactory(project=project, digital_project=shared)
    ParticipationFactory(project=project, digital_project=shared)
    ParticipationFactory(project=project)
    ParticipationFactory(project=project, left_on=NOW.date(), joined_on=NOW.date())
    ParticipationFactory()
    assert counts(project) == (2, 3)


def test_a_tool_whose_participants_all_left_is_no_longer_explored():
    gone = ParticipationFactory(left_on=NOW.date(), joined_on=NOW.date()).digital_project
    unused = DigitalProjectFactory(project=gone.project)
    kept = ParticipationFactory(project=gone.project).digital_project
    ParticipationFactory(project=gone.project, digital_project=kept)
    assert list(DigitalProject.objects.filter(project=gone.project).explored()) == [kept]
    assert unused not in DigitalProject.objects.explored()
