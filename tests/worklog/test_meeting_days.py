"""A meeting held goes to one's log in one click."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.verdicts import NotAllowed, OutOfTurn
from meetings.enums import MeetingKind
from tests.factories import NOW, member_of, retained_project
from tests.meetings.rooms import held, prepared, room
from tests.worklog.logged import stage
from worklog.meeting_days import days_of, note
from worklog.models import WorkDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    stage("COORDINATION", 6)
    stage("ANIMATION", 4)
    return room()


@pytest.mark.parametrize(
    ("minutes", "length"),
    [(1, "0.25"), (105, "0.25"), (106, "0.5"), (210, "0.5"), (300, "0.75"), (420, "1"), (900, "1")],
)
def test_a_meeting_counts_by_quarters_begun(where, minutes, length):
    assert days_of(held(where, duration_minutes=minutes)) == Decimal(length)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (MeetingKind.STEERING, "COORDINATION"),
        (MeetingKind.TECHNICAL, "COORDINATION"),
        (MeetingKind.COLLECTIVE, "ANIMATION"),
        (MeetingKind.RESTITUTION, "ANIMATION"),
    ],
)
def test_it_is_noted_once_on_its_day_and_stage(where, kind, code):
    meeting = held(where, kind=kind, title="Point d'étape")
    note(where.project, meeting, by=where.aract, now=NOW)
    _, again = note(where.project, meeting, by=where.aract, now=NOW)
    row = WorkDay.objects.get()
    assert (row.worked_on, row.stage.code, row.consultant) == (meeting.starts_at.date(), code, where.aract)
    assert "Point d'étape" in row.note
    assert not again.touched


def test_the_day_is_that_of_the_region(where):
    meeting = held(where, days=5)
    where.project.region.time_zone = "Indian/Mayotte"
    where.project.region.save()
    meeting.starts_at = meeting.starts_at.replace(hour=22)
    meeting.project = where.project
    note(where.project, meeting, by=where.aract, now=NOW)
    assert WorkDay.objects.get().worked_on.day == meeting.starts_at.day + 1


def test_a_meeting_not_held_is_refused(where):
    with pytest.raises(OutOfTurn, match="une fois tenue"):
        note(where.project, prepared(where), by=where.aract, now=NOW)


def test_the_ars_keeps_no_log(where):
    with pytest.raises(NotAllowed):
        note(where.project, held(where), by=where.ars, now=NOW)


def test_the_button_is_for_who_keeps_the_log(as_hat, where):
    meeting = held(where)
    page = reverse("meetings:meeting", args=[where.project.pk, meeting.pk])
    log = reverse("worklog:log_meeting", args=[where.project.pk, meeting.pk])
    assert log in as_hat(where.aract).get(page).content.decode()
    assert log not in as_hat(where.ars).get(page).content.decode()
    answer = as_hat(where.aract).post(log, follow=True)
    assert "parmi vos jours pour cette réunion" in answer.content.decode()
    assert "déjà parmi vos jours" in as_hat(where.aract).post(log, follow=True).content.decode()
    assert as_hat(where.ars).post(log).status_code == 403


def test_another_projects_meeting_does_not_exist(as_hat, where):
    other = retained_project()
    path = reverse("worklog:log_meeting", args=[other.pk, held(where).pk])
    assert as_hat(member_of(other.aract)).post(path).status_code == 404
