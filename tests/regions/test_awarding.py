"""The award opens a project's life; who follows it, who runs it, and what the allocation still weighs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.enums import OrganisationKind, Role
from records.models import JournalEntry
from regions.awarding import award
from regions.models import RegionalProject
from regions.permissions import may_close_project, may_follow_project, may_run_project
from tests.factories import (
    NOW,
    DigitalProjectFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    member_of,
    national,
    retained_project,
    secretary,
)

pytestmark = pytest.mark.django_db


def give(project, **amounts):
    values = {"fixed": Decimal(70_000), "complement": Decimal(30_000), **amounts}
    return award(project, notice_number="ACIA-2026-N-0001", by=secretary(), now=NOW, **values)


def test_awarding_twice_gives_the_first_award():
    project = RegionalProjectFactory()
    first = give(project)
    assert give(project, fixed=Decimal(1)) == first
    assert (first.amount, first.awarded_on) == (Decimal(100_000), date(2026, 11, 22))
    assert JournalEntry.objects.filter(deed="regions.award").count() == 1


def test_an_award_covers_its_days_and_those_of_the_closing():
    granted = retained_project(award__awarded_on=date(2026, 1, 5), award__closed_on=date(2026, 6, 30)).award
    days = (date(2026, 1, 4), date(2026, 1, 5), date(2026, 6, 30), date(2026, 7, 1))
    assert [granted.covers(day) for day in days] == [False, True, True, False]


def test_a_life_is_followed_by_its_pair_and_by_those_who_steer():
    project, other = retained_project(), retained_project()
    followers = [member_of(project.ars), member_of(project.aract), secretary()]
    strangers = [member_of(other.ars), national(OrganisationKind.DGOS, Role.RAPPORTEUR), None]
    for hat in followers:
        assert may_follow_project(hat, project)
        assert project in RegionalProject.objects.followed_by(hat)
    for hat in strangers:
        assert not may_follow_project(hat, project)
        assert project not in RegionalProject.objects.followed_by(hat)


def test_only_the_pair_runs_a_living_project_and_only_the_ars_closes_it():
    project = retained_project()
    assert may_run_project(member_of(project.aract), project)
    assert not may_run_project(secretary(), project)
    assert may_close_project(member_of(project.ars), project)
    assert not may_close_project(member_of(project.aract), project)
    unborn = RegionalProjectFactory()
    assert "pas retenu" in may_run_project(member_of(unborn.ars), unborn).reason
    closed = retained_project(award__closed_on=NOW.date())
    assert "clos depuis" in may_run_project(member_of(closed.ars), closed).reason


def test_who_joins_or_leaves_after_the_award_does_not_change_what_was_weighed():
    project = retained_project()
    awarded_on, a_day = project.award.awarded_on, timedelta(days=1)
    tool = DigitalProjectFactory(project=project)
    before = {"project": project, "digital_project": tool, "joined_on": awarded_on - a_day}
    ParticipationFactory(**before)
    ParticipationFactory(**before, left_on=awarded_on + a_day)
    ParticipationFactory(**before, left_on=awarded_on)
    ParticipationFactory(project=project, joined_on=awarded_on + a_day)
    counted = RegionalProject.objects.with_counts().get(pk=project.pk)
    assert (counted.establishment_count, counted.project_count) == (2, 1)
