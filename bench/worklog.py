"""A year of a region's log, 2 000 rows: the list page against the barest view of the same rows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone

from bench.measuring import Result, bench
from bench.pages import compared
from calls.enums import Vocabulary
from core.list_page import ListPage
from tests.factories import EstablishmentFactory, TermFactory, member_of, retained_project
from worklog.consultants import consultants_of
from worklog.forms.week import choices_of
from worklog.models import MonthSeal, WorkDay
from worklog.views.entries import entries
from worklog.views.projects import logged_project

ROWS = 2000
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
    page = Paginator(rows, ListPage.length).get_page(1)
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


@bench("worklog")
def year_page(scale: float) -> Iterator[tuple[str, Result]]:
    """The list of a year's days; leaves nothing in the database."""
    with transaction.atomic():
        project, hat = written(int(ROWS * scale))
        yield (
            "worklog_page",
            compared(lambda request: entries(request, project.pk), lambda request: bare(request, project.pk), hat),
        )
        transaction.set_rollback(True)
