"""The attendance sheet, on screen and on paper."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.autosave import Around, answer_draft, is_autosave
from core.form_page import FormPage
from core.verdicts import ensure
from meetings import pdfs
from meetings.attending import ensure_recordable, note_marks, record_attendance
from meetings.enums import MeetingState
from meetings.forms.day import AttendanceForm
from meetings.models import Meeting
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, meeting_or_404, page_of, presence_of, seats_of
from records import documents
from records.journal import last_edit


def attendance(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """Who is there, seat by seat, each mark saving itself. The button records the sheet, and so holds the meeting."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    now = timezone.now()
    if request.method != "POST":
        ensure(may_run_meetings(request.hat, row.project))
        ensure_recordable(row, now)

    def save(form: AttendanceForm, held: Meeting) -> None:
        if held.state != MeetingState.HELD and (is_autosave(request) or form.errors):
            note_marks(held, form.marks(changed=True), by=request.hat, now=now)
        elif not form.errors:
            record_attendance(held, form.marks(), by=request.hat, now=now)

    return answer_draft(
        request,
        row,
        lambda held, data: AttendanceForm(data, invitees=seats_of(held)),
        right=may_run_meetings(request.hat, row.project),
        last_edit=last_edit(row, deed="meetings.record_attendance"),
        save=save,
        around=marked,
        page=lambda form, status: attendance_page(row, form).render(request, form, status=status),
        done=lambda _: back(request, row, "Les présences sont relevées. Le compte rendu peut s'écrire.", to="minutes"),
        zone=row.zone,
    )


def attendance_page(meeting: Meeting, form: AttendanceForm) -> FormPage:
    first = meeting.state != MeetingState.HELD
    return page_of(
        meeting.project,
        "Relever les présences",
        "Relever les présences" if first else "Enregistrer les présences",
        meeting,
        template="meetings/attendance.html",
        context={"first": first, **presence_of(meeting, form.invitees)},
    )


def marked(form: AttendanceForm, meeting: Meeting) -> Around:
    """The number of persons follows the mark; the families are counted again."""
    fresh = AttendanceForm(invitees=seats_of(meeting))
    fresh.edit()
    invitee, _, number = fresh.seats()[list(form.fields).index(form.sent[0]) // 2]
    families = presence_of(meeting, fresh.invitees) if meeting.state == MeetingState.HELD else {}
    context = {"invitee": invitee, "field": number, **families}
    return Around(fragments=render_to_string("meetings/_marked.html", context))


@require_safe
def attendance_sheet(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    content = pdfs.attendance_sheet_pdf(row, now=timezone.now())
    name = f"feuille-de-presence-{row.on:%Y-%m-%d}.pdf"
    return documents.download(name, content, media_type=documents.PDF)
