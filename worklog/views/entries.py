"""Every day of a project, filtered, sorted, added up and exported."""

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.wording import PARIS
from records.spreadsheets import xlsx_response
from regions.models import RegionalProject
from worklog.consultants import consultants_of
from worklog.forms.entries import EntriesFilterForm
from worklog.forms.week import choices_of
from worklog.models import MonthSeal
from worklog.permissions import may_log_days
from worklog.sheets import entries_sheet
from worklog.views.projects import logged_project

PAGE = 25


def found_entries(request: HatRequest, project: RegionalProject) -> tuple[EntriesFilterForm, QuerySet]:
    today = timezone.now().astimezone(PARIS).date()
    form = EntriesFilterForm(request.GET, choices=choices_of(project), people=consultants_of(project, today))
    return form, form.found(project.work_days.in_full())


def entries(request: HatRequest, project_pk: int) -> HttpResponse:
    project = logged_project(request, project_pk)
    form, rows = found_entries(request, project)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "form": form,
        "page": page,
        "total": rows.order_by().aggregate(total=Sum("days"))["total"],
        "sealed": set(MonthSeal.objects.filter(project=project).values_list("month", flat=True)),
        "can_write": bool(may_log_days(request.hat, project)),
        "filtered": any(form.cleaned_data.get(name) for name in form.fields if name != "tri"),
    }
    return render(request, "worklog/entries.html", context)


def entries_export(request: HatRequest, project_pk: int) -> HttpResponse:
    """The same rows as the page's filters give, all pages together; none while the filters make no sense."""
    project = logged_project(request, project_pk)
    _, rows = found_entries(request, project)
    return xlsx_response(f"jours-{project.region.slug}.xlsx", [entries_sheet(project, rows)])
