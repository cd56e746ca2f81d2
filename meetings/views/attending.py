"""The attendance sheet, on screen and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.verdicts import Refused
from meetings import pdfs
from meetings.attending import record_attendance
from meetings.enums import MeetingState
from meetings.forms.day import MarkForm
from meetings.guards import ensure_begun, ensure_open_minutes
from meetings.views.meetings import back, editing, meeting_or_404, meeting_to_run, presence_of, seats_of
from records import documents


@editing
def attendance(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """Who is there, seat by seat. The first record holds the meeting."""
    row = meeting_to_run(request, project_pk, meeting_pk)
    now = timezone.now()
    ensure_begun(row, now)
    if row.state == MeetingState.HELD:
        ensure_open_minutes(row)
    data = request.POST if request.method == "POST" else None
    invitees = seats_of(row)
    forms = [MarkForm(data, invitee=invitee) for invitee in invitees]
    refusal = ""
    if data is not None and all(form.is_valid() for form in forms):
        marks = {form.invitee.pk: form.mark() for form in forms}
        try:
            record_attendance(row, marks, by=request.hat, now=now)
        except Refused as refused:
            refusal = refused.reason
        else:
            return back(request, row, "Les présences sont relevées. Le compte rendu peut s'écrire.", to="minutes")
    context = {
        "project": row.project,
        "meeting": row,
        "seats": forms,
        "faulty": [form for form in forms if form.is_bound and form.errors],
        "refusal": refusal,
        "first": row.state != MeetingState.HELD,
        **presence_of(row, invitees),
    }
    return render(request, "meetings/attendance.html", context, status=422 if refusal else 200)


@require_safe
def sheet(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    content = pdfs.attendance_sheet_pdf(row, now=timezone.now())
    name = f"feuille-de-presence-{row.on:%Y-%m-%d}.pdf"
    return documents.download(name, content, media_type=documents.PDF)
