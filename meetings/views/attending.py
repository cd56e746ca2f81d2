"""The attendance sheet, on screen and on paper."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.form_page import answer_form
from meetings import pdfs
from meetings.attending import ensure_recordable, record_attendance
from meetings.enums import MeetingState
from meetings.forms.day import AttendanceForm
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, meeting_or_404, page_of, presence_of, seats_of
from records import documents
from records.journal import last_edit


def attendance(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """Who is there, seat by seat. The first record holds the meeting."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    return answer_form(
        request,
        lambda data, _: AttendanceForm(data, invitees=seats_of(row)),
        page=lambda form: page_of(
            row.project,
            "Relever les présences",
            "Enregistrer les présences",
            row,
            template="meetings/attendance.html",
            context={"first": row.state != MeetingState.HELD, **presence_of(row, form.invitees)},
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: ensure_recordable(row, timezone.now()),
        edits=row,
        last_edit=last_edit(row, deed="meetings.record_attendance"),
        deed=lambda form: record_attendance(row, form.marks(), by=request.hat),
        done=lambda _: back(request, row, "Les présences sont relevées. Le compte rendu peut s'écrire.", to="minutes"),
    )


@require_safe
def sheet(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    content = pdfs.attendance_sheet_pdf(row, now=timezone.now())
    name = f"feuille-de-presence-{row.on:%Y-%m-%d}.pdf"
    return documents.download(name, content, media_type=documents.PDF)
