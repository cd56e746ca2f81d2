"""Sending the invitations, reminding, and watching the replies come."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form
from core.forms import PortalForm
from core.wording import counted, duration
from meetings import convening, preparing
from meetings.enums import MeetingState
from meetings.mailing import subject_of
from meetings.models import Meeting
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, meeting_or_404, meeting_to_run, page_of, replies_of, seats_of


def convene(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """What will leave, and to whom; then the act."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    if request.method != "POST" and row.state != MeetingState.TO_CONVENE:
        return redirect("meetings:meeting", row.project_id, row.pk)
    return answer_form(
        request,
        lambda data, _: PortalForm(data),
        page=lambda _: convocation_page(row),
        right=may_run_meetings(request.hat, row.project),
        deed=lambda _: convening.convene(row, by=request.hat),
        done=lambda _: back(request, row, "Les invitations partent. Les réponses s'affichent ici à mesure."),
    )


def convocation_page(meeting: Meeting) -> FormPage:
    invitees = seats_of(meeting)
    context = {
        "duration": duration(meeting.duration_minutes),
        "subject": subject_of(meeting, "convocation"),
        "agenda": preparing.agenda_of(meeting),
        "reached": [invitee for invitee in invitees if invitee.email],
        "unreached": [invitee for invitee in invitees if not invitee.email],
        "missing": convening.lacking(meeting, timezone.now()),
    }
    return page_of(
        meeting.project,
        "Convoquer la réunion",
        "Convoquer la réunion",
        meeting,
        template="meetings/convene.html",
        context=context,
    )


@require_POST
def remind(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_to_run(request, project_pk, meeting_pk)
    sent = convening.remind(row, by=request.hat, now=timezone.now())
    done = f"Relance envoyée : {counted(sent, 'courriel')}." if sent else "La relance est déjà partie aujourd'hui."
    return back(request, row, done)


@require_safe
def replies(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """The seats and their replies, asked again every few seconds by the meeting's page."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    invitees = seats_of(row)
    context = {
        "project": row.project,
        "meeting": row,
        "invitees": invitees,
        "may_run": may_run_meetings(request.hat, row.project),
        **replies_of(invitees),
    }
    return render(request, "meetings/_replies.html", context)
