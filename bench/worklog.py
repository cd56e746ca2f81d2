"""A year of a region's log, 2 000 rows: the list page against the barest view of the same rows."""

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone

from calls.enums import Vocabulary
from tests.factories import EstablishmentFactory, TermFactory, member_of, retained_project
from worklog.consultants import consultants_of
from worklog.forms.week import choices_of
from worklog.models import MonthSeal, WorkDay
from worklog.views.entries import PAGE, entries
from worklog.views.projects import logged_project

GOAL = 1.5
ROUNDS = 25
BARE = """{% extends "base.html" %}{% load french %}{% block content %}<p>{{ total|days }}</p><table>
{% for row in page %}<tr><td>{{ row.worked_on|day }}</td><td>{{ row.days }}</td><td>{{ row.stage.label }}</td>
<td>{{ row.consultant.user }}</td><td>{{ row.establishment.name }} {{ row.note }}</td></tr>{% endfor %}
</table>{% endblock %}"""


def bare(request: HttpRequest, project_pk: int) -> HttpResponse:
    """The same queries, rows and base page, with nothing else: no filters, no components, no links."""
    project = logged_project(request, project_pk)
    choices_of(project)
    consultants_of(project, timezone.localdate())
    set(MonthSeal.objects.filter(project=project).values_list("month", flat=True))
    rows = project.work_days.in_full().order_by("-worked_on", "-pk")
    page = Paginator(rows, PAGE).get_page(1)
    context = {"page": page, "total": rows.order_by().aggregate(total=Sum("days"))["total"]}
    return HttpResponse(engines["django"].from_string(BARE).render(context, request))


def written(rows: int) -> tuple[Any, Any]:
    """A project of two consultants over a year, and one of them."""
    today = timezone.localdate()
    project = retained_project(award__awarded_on=today - timedelta(days=400))
    stages = [TermFactory(vocabulary=Vocabulary.STAGE, code=f"BANC_{rank}", position=rank) for rank in range(6)]
    place = EstablishmentFactory(region=project.region)
    people = [member_of(project.aract) for _ in range(2)]
    WorkDay.objects.bulk_create(
        [
            WorkDay(
                project=project,
                stage=stages[rank % 6],
                consultant=people[rank % 2],
                worked_on=today - timedelta(days=rank // 8),
                days="0.25",
                establishment=place if rank % 3 else None,
                note=f"Ligne {rank}",
                logged_by=people[0],
            )
            for rank in range(rows)
        ]
    )
    return project, people[0]


def cpu(view: Callable[..., HttpResponse], request: Callable[[], HttpRequest], project_pk: int) -> float:
    """Median milliseconds of CPU of a page, once warm."""
    times = []
    for _ in range(ROUNDS):
        asked = request()
        begun = time.process_time()
        assert view(asked, project_pk).status_code == 200
        times.append(1000 * (time.process_time() - begun))
    return median(times[3:])


def year_page(rows: int = 2000) -> dict[str, Any]:
    """The list of a year's days; leaves nothing in the database."""
    with transaction.atomic():
        project, hat = written(rows)

        def request() -> HttpRequest:
            asked = RequestFactory().get("/")
            asked.user, asked.hat, asked.hats, asked.session = hat.user, hat, [hat], {}
            asked._messages = CookieStorage(asked)
            return asked

        ours, floor = cpu(entries, request, project.pk), cpu(bare, request, project.pk)
        transaction.set_rollback(True)
    return {
        "ours": round(ours, 2),
        "floor": round(floor, 2),
        "ratio": round(ours / floor, 2),
        "goal": GOAL,
        "unit": "ms",
    }


BENCHES = {"a year of a region's log": year_page}
