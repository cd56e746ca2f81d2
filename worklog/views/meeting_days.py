"""One click from a meeting to the log."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from core.verdicts import ensure
from core.wording import days
from meetings.models import Meeting
from worklog.meeting_days import note
from worklog.permissions import may_log_days
from worklog.views.projects import logged_project


@require_POST
def log_meeting(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    project = logged_project(request, project_pk)
    meeting = get_object_or_404(Meeting.objects.with_project(), project=project, pk=meeting_pk)
    ensure(may_log_days(request.hat, project))
    with refusals_told(request):
        length, done = note(project, meeting, by=request.hat, now=timezone.now())
        if done.touched:
            messages.success(request, f"{days(length)} parmi vos jours pour cette réunion.")
        else:
            messages.info(request, "Cette réunion est déjà parmi vos jours.")
    return redirect("meetings:meeting", project.pk, meeting.pk)
