"""Closing a project: what remains open, then one confirmation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.verdicts import Refused, ensure
from core.wording import day
from fieldwork.closing import close_project, remainders
from fieldwork.forms.stages import ClosingForm
from fieldwork.views.stages import editing
from regions.permissions import may_close_project
from regions.views.projects import followed_project


@editing
def close(request: HatRequest, project_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    ensure(may_close_project(request.hat, project))
    today = timezone.localdate()
    form = ClosingForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            granted = close_project(project, on=form.cleaned_data["on"], by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error("on", refusal.reason)
        else:
            messages.success(request, f"Le projet est clos au {day(granted.closed_on)}." if granted.closed_on else "")
            return redirect("project", project.pk)
    context = {"project": project, "form": form, "remainders": remainders(project, today)}
    return render(request, "fieldwork/close.html", context)
