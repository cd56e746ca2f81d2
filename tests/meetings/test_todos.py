"""What waits for the pair, and how projects stand."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import OrganisationKind, Role
from core.wording import PARIS
from meetings import alerts
from meetings import todos as desk
from meetings.attending import AttendanceMark, record_attendance
from meetings.deciding import decide, settle
from meetings.enums import Attendance, MeetingKind, Reply
from meetings.minuting import approve, send_minutes
from meetings.pdfs import keep_minutes
from meetings.replying import answer
from meetings.todos import todos
from regions.models import RegionalProject
from tests.factories import NOW, member_of, national, retained_project
from tests.meetings.rooms import convened, draft_of, held, prepared, room, written
from tests.news import news

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def where():
    return room()


def labels(hat):
    return [todo.label for todo in todos(hat, NOW)]


def test_each_step_asks_for_the_next(where):
    assert labels(where.ars) == []
    prepared(where, starts_at=NOW + timedelta(days=60))
    assert labels(where.ars) == []
    prepared(where, title="Bientôt", starts_at=NOW + timedelta(days=10))
    assert labels(where.aract) == ["Convoquer la réunion"]
    assert todos(where.ars, NOW)[0].urgent


def test_a_past_meeting_asks_for_its_presences_then_its_minutes(where):
    meeting = prepared(where, starts_at=NOW - timedelta(hours=3), now=NOW - timedelta(days=1))
    assert labels(where.ars) == ["Relever les présences"]
    marks = {invitee.pk: AttendanceMark(Attendance.PRESENT, 1) for invitee in meeting.invitees.all()}
    record_attendance(meeting, marks, by=where.ars, now=NOW)
    assert labels(where.ars) == ["Écrire le compte rendu"]


def test_minutes_ask_to_be_approved_then_sent(where):
    meeting = written(where)
    assert labels(where.ars) == ["Approuver le compte rendu"]
    minutes = approve(draft_of(meeting), by=where.ars, now=NOW)
    assert labels(where.ars) == ["Envoyer le compte rendu"]
    keep_minutes(minutes.pk)
    send_minutes(minutes, by=where.ars, now=NOW)
    assert labels(where.ars) == []


def test_overdue_decisions_are_one_line(where):
    meeting = written(where)
    for number in range(2):
        wording = {"text": f"Faire {number}", "responsible": "", "due_on": NOW.date() - timedelta(days=1)}
        decide(meeting, wording, by=where.ars, now=NOW)
    assert "Suivre 2\N{NO-BREAK SPACE}décisions en retard" in labels(where.ars)
    for decision in meeting.decisions.all():
        settle(decision, done_on=NOW.date(), by=where.ars, now=NOW)
    assert labels(where.ars) == ["Approuver le compte rendu"]


def test_others_have_nothing_to_do(where):
    written(where)
    assert labels(member_of(retained_project().ars)) == []
    assert labels(national(OrganisationKind.DGOS, Role.SECRETARY)) == []


def test_replies_are_news_for_the_pair(where):
    meeting = convened(where)
    answer(meeting.invitees.first(), Reply.COMING, now=NOW + timedelta(hours=1))
    texts = [move.text for move in news(desk, where.ars, NOW, NOW + timedelta(days=1))]
    assert len(texts) == 1
    assert "Réponse reçue" in texts[0]
    assert news(desk, member_of(retained_project().ars), NOW, NOW + timedelta(days=1)) == []


def test_the_desk_costs_the_same_for_one_and_for_many(where):
    written(where)
    prepared(where)
    with CaptureQueriesContext(connection) as one:
        todos(where.ars, NOW)
    for number in range(3):
        written(where, kind="collectif", title=f"Collectif {number}", days=2 + number)
        prepared(where, title=f"COPIL {number}", starts_at=NOW + timedelta(days=2 + number))
    with CaptureQueriesContext(connection) as many:
        todos(where.ars, NOW)
    assert len(one) == len(many)


def projects():
    return list(RegionalProject.objects.awarded().with_parties())


def test_facts_count_what_was_held(where):
    held(where)
    held(where, kind="collectif", seats=4)
    coming = convened(where, title="COPIL n° 2")
    convened(where, title="COPIL n° 3", starts_at=NOW + timedelta(days=30))
    meeting = written(where, kind="cotech")
    wording = {"text": "Faire", "responsible": "", "due_on": NOW.date() - timedelta(days=1)}
    decide(meeting, wording, by=where.ars, now=NOW)
    known = alerts.facts(projects(), NOW)[where.project.pk]
    assert known.next_meeting == coming
    assert (known.held[MeetingKind.STEERING], known.held[MeetingKind.COLLECTIVE], known.total_held) == (1, 1, 3)
    assert known.last_steering == NOW - timedelta(days=5)
    assert known.late_decisions == 1
    assert known.staff_came


def test_a_decision_is_late_once_its_day_is_over_in_paris(where):
    """At half past midnight in Paris, Greenwich still writes the day before."""
    wording = {"text": "Faire", "responsible": "", "due_on": NOW.date()}
    decide(written(where), wording, by=where.ars, now=NOW)
    midnight = datetime.combine(NOW.date() + timedelta(days=1), time(0, 30), tzinfo=PARIS)
    late = [alerts.facts(projects(), at)[where.project.pk].late_decisions for at in (midnight - HOUR, midnight)]
    assert late == [0, 1]


def sentences(where, days):
    """The alerts once the award is that many days old."""
    where.project.award.awarded_on = NOW.date() - timedelta(days=days)
    where.project.award.save()
    return " ".join(alert.sentence for alert in alerts.alerts(projects(), NOW.date())[where.project.pk])


def test_alerts_say_what_is_amiss(where):
    assert sentences(where, 60) == ""
    assert "Aucun comité de pilotage" in sentences(where, 100)
    held(where, seats=1)
    assert "Aucun comité de pilotage" not in sentences(where, 100)
    assert "Aucun représentant du personnel" in sentences(where, 100)
    held(where, seats=4, kind="collectif")
    assert sentences(where, 100) == ""
    assert "aucune restitution" in sentences(where, 320)
    held(where, kind="restitution")
    assert sentences(where, 320) == ""


def test_a_closed_project_alerts_nobody():
    room(award__closed_on=NOW.date(), award__awarded_on=NOW.date() - timedelta(days=300))
    assert alerts.alerts(projects(), NOW.date()) == {}


def test_standing_costs_the_same_for_one_and_for_many(where):
    held(where)
    with CaptureQueriesContext(connection) as one:
        alerts.alerts(projects(), NOW.date())
    for _ in range(3):
        held(room())
    with CaptureQueriesContext(connection) as many:
        alerts.alerts(projects(), NOW.date())
    assert len(one) == len(many) == 4
