"""The pages that follow projects, with eighteen projects of a year: days, meetings, milestones, ledger."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.utils import timezone

from accounts.models import Region
from bench.measuring import Result, bench
from bench.pages import barest, compared
from calls.enums import Vocabulary
from calls.models import Call, Term
from dashboards.views import projects as views
from fieldwork.models import Milestone
from meetings.enums import MeetingKind
from meetings.models import Invitee, Meeting
from regions.models import CollectiveMember, RegionalProject, StagePlan
from tests.factories import CallFactory, ParticipationFactory, member_of, secretary
from tests.grants.funded import Funded, funded
from worklog.models import WorkDay

DAYS, MEETINGS, MILESTONES, PURCHASES, SEATS, LATE = 220, 12, 12, 10, 6, 2
LINES = """{% extends "base.html" %}{% load french %}{% block content %}<table>{% for row in rows %}<tr>
<td>{{ row.region }}</td><td>{{ row.ars }}</td><td>{{ row.aract }}</td><td>{{ row.title }}</td>
<td>{{ row.award.awarded_on|day }}</td><td>{{ row.award.fixed|euros }}</td><td>{{ row.award.complement|euros }}</td>
<td>{{ row.award.notice_number }}</td></tr>{% endfor %}</table>{% endblock %}"""


def lived(call: Call, region: Region, days: int) -> RegionalProject:
    """A project awarded a year ago, and what its pair did of it."""
    today, now = timezone.localdate(), timezone.now()
    life: Funded = funded(call=call, region=region, award__awarded_on=today - timedelta(days=365))
    project, hat = life.project, life.aract_writer
    stages = list(Term.objects.filter(vocabulary=Vocabulary.STAGE))
    profiles = list(Term.objects.filter(vocabulary=Vocabulary.PROFILE))
    ParticipationFactory.create_batch(5, project=project)
    StagePlan.objects.bulk_create(
        StagePlan(
            project=project,
            stage=stage,
            planned_days=Decimal(20),
            starts_on=today - timedelta(days=365 - 60 * rank),
            ends_on=today - timedelta(days=305 - 60 * rank),
        )
        for rank, stage in enumerate(stages)
    )
    WorkDay.objects.bulk_create(
        WorkDay(
            project=project,
            stage=stages[rank % len(stages)],
            consultant=(hat, life.aract_signatory)[rank % 2],
            worked_on=today - timedelta(days=1 + rank * 360 // days),
            days=Decimal("0.5"),
            logged_by=hat,
        )
        for rank in range(days)
    )
    for rank in range(MEETINGS):
        then = now - timedelta(days=30 * rank + 5)
        kind = list(MeetingKind)[rank % len(MeetingKind)]
        meeting = Meeting.objects.create(
            project=project, kind=kind, title=f"Réunion {rank}", starts_at=then, created_by=hat, held_at=then
        )
        Invitee.objects.bulk_create(
            Invitee(meeting=meeting, profile=profiles[seat % len(profiles)], function=f"Siège {seat}", present=1)
            for seat in range(SEATS)
        )
    for rank in range(MILESTONES):
        due_on = today + timedelta(days=30 * (rank - MILESTONES + 2) - 1)
        reached = due_on if rank < MILESTONES - LATE - 1 else None
        Milestone.objects.create(project=project, title=f"Jalon {rank}", due_on=due_on, done_on=reached)
    CollectiveMember.objects.bulk_create(
        CollectiveMember(project=project, group="collective", profile=profile, function="Membre")
        for profile in profiles[:SEATS]
    )
    life.pay(life.signed())
    for rank in range(PURCHASES):
        life.bought(label=f"Salle {rank}")
    return project


def network(request: HttpRequest) -> HttpResponse:
    return views.network(request)


@bench("following")
def following(scale: float) -> Iterator[tuple[str, Result]]:
    """Leaves nothing in the database, and its papers in a folder that goes."""
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder), transaction.atomic():
        call = CallFactory()
        projects = [lived(call, region, int(DAYS * scale)) for region in Region.objects.all()]
        rows = list(RegionalProject.objects.filter(call=call).awarded().with_parties())
        of_one = projects[0]
        pages = (
            ("network_page", network, secretary(), rows),
            ("project_page", lambda request: views.project(request, of_one.pk), member_of(of_one.aract), rows[:1]),
        )
        for name, page, hat, shown in pages:
            floor, ours, theirs = barest(page, hat, LINES, rows=shown)
            print(f"    {name} : {ours} requêtes, le plancher {theirs}")
            yield name, compared(page, floor, hat)
        transaction.set_rollback(True)
