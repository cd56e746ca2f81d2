"""Every day of a project, filtered, sorted, added up and exported."""

from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from core.list_page import ListPage, Nothing, show_list
from core.wording import PARIS, days
from records.spreadsheets import About, xlsx_response
from regions.models import RegionalProject
from worklog.consultants import consultants_of
from worklog.forms.entries import EntriesFilterForm
from worklog.forms.week import choices_of
from worklog.models import MonthSeal, WorkDay
from worklog.permissions import may_log_days
from worklog.sheets import entries_sheet
from worklog.views.projects import logged_project


def found_entries(request: HatRequest, project: RegionalProject) -> tuple[EntriesFilterForm, QuerySet[WorkDay]]:
    today = timezone.now().astimezone(PARIS).date()
    form = EntriesFilterForm(request.GET, choices=choices_of(project), people=consultants_of(project, today))
    return form, form.narrow(project.work_days.in_full())


def entries(request: HatRequest, project_pk: int) -> HttpResponse:
    project = logged_project(request, project_pk)
    form, rows = found_entries(request, project)
    total = rows.order_by().aggregate(total=Sum("days"))["total"]
    log = reverse("worklog:log", args=[project.pk])
    around = ListPage(
        "worklog/entries.html",
        "Tous les jours",
        counted="ligne",
        crumbs=[(project.title, reverse("project", args=[project.pk])), ("Jours", log)],
        note=f", {days(total)} au total{' pour ces filtres' if form.asks else ''}",
        nothing=Nothing(
            "Aucun jour n'est encore noté",
            "Les jours se notent dans la semaine, ou par l'import d'un fichier.",
            "Ouvrir la semaine",
            log,
        ),
        unmatched="Élargissez la période ou retirez un filtre.",
        export=reverse("worklog:entries_export", args=[project.pk]),
        context={"project": project, "tab": "worklog", "styles": "css/worklog.css"},
    )
    return show_list(
        request,
        rows,
        around,
        form=form,
        total=total,
        sealed=set(MonthSeal.objects.filter(project=project).values_list("month", flat=True)),
        can_write=bool(may_log_days(request.hat, project)),
    )


def entries_export(request: HatRequest, project_pk: int) -> HttpResponse:
    """The same rows as the page's filters give, all pages together; none while the filters make no sense."""
    project = logged_project(request, project_pk)
    form, rows = found_entries(request, project)
    about = About(f"Jours du projet « {project.title} »", request.hat.named, form.worded)
    return xlsx_response(f"jours-{project.region.slug}.xlsx", [entries_sheet(project, rows)], about)
