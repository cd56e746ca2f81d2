"""The envelope of days: what is used, where it went, where it leads."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.wording import PARIS
from worklog.alerts import burn_sentence
from worklog.breakdown import breakdown
from worklog.burn import burn as burn_of
from worklog.charts import days_chart
from worklog.views.projects import logged_project


def burn(request: HatRequest, project_pk: int) -> HttpResponse:
    project = logged_project(request, project_pk)
    today = timezone.now().astimezone(PARIS).date()
    one = burn_of(project, today)
    context = {
        "project": project,
        "burn": one,
        "alert": burn_sentence(one) if one.level else "",
        "breakdown": breakdown(project),
        "chart": days_chart(project, one, list(project.stages.all()), today),
        "year": today.year,
    }
    return render(request, "worklog/burn.html", context)
