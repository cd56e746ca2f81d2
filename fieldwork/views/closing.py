"""Closing a project: what remains open, then one confirmation."""

from django.http import HttpResponse
from django.utils import timezone

from accounts.middleware import HatRequest
from core.form_page import answer_form, redirect_saying
from core.wording import day
from fieldwork.closing import close_project, remainders
from fieldwork.forms.stages import ClosingForm
from fieldwork.views.stages import stages_form
from regions.permissions import may_close_project
from regions.views.projects import followed_project


def close(request: HatRequest, project_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    today = timezone.localdate()
    return answer_form(
        request,
        lambda data, _: ClosingForm(data, initial={"on": today}),
        page=stages_form(
            project,
            "Clore le projet ?",
            "Clore le projet",
            keep="Garder le projet ouvert",
            template="fieldwork/close.html",
            context={"remainders": remainders(project, today)},
        ),
        right=may_close_project(request.hat, project),
        refusal_at="on",
        deed=lambda form: close_project(project, on=form.cleaned_data["on"], by=request.hat, now=timezone.now()),
        done=lambda granted: redirect_saying(
            request, f"Le projet est clos au {day(granted.closed_on or today)}.", "project", project.pk
        ),
    )
