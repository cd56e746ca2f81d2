"""The attendance sheet, on screen and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.autosave import Around, answer_draft, is_autosave
from meetings import pdfs
from meetings.attending import note_marks, record_attendance
from meetings.enums import MeetingState
from meetings.forms.day import SheetForm
from meetings.guards import ensure_begun, ensure_open_minutes
from meetings.models import Meeting
from meetings.views.meetings import back, editing, meeting_or_404, meeting_to_run, presence_of, seats_of
from records import documents
from records.journal import last_edit


@editing
def attendance(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """Who is there, seat by seat, each mark saving itself. The button records the sheet, and so holds the meeting."""
    row = meeting_to_run(request, project_pk, meeting_pk)
    now = timezone.now()
    ensure_begun(row, now)
    if row.state == MeetingState.HELD:
        ensure_open_minutes(row)

    def save(form: SheetForm, held: Meeting) -> None:
        changed = [seat.invitee for seat in form.changed_rows]
        if held.state != MeetingState.HELD and (is_autosave(request) or form.errors):
            note_marks(held, form.marks(changed), by=request.hat, now=now)
        elif not form.errors:
            record_attendance(held, form.marks(), by=request.hat, now=now)

    return answer_draft(
        request,
        row,
        lambda held, data: SheetForm(data, invitees=seats_of(held)),
        last_edit=last_edit(row),
        save=save,
        around=lambda form, held: marked(form, held),
        page=lambda form, status: attendance_page(request, row, form, status),
        done=lambda _: back(request, row, "Les présences sont relevées. Le compte rendu peut s'écrire.", to="minutes"),
        zone=row.zone,
    )


def attendance_page(request: HatRequest, meeting: Meeting, form: SheetForm, status: int) -> HttpResponse:
    context = {
        "project": meeting.project,
        "meeting": meeting,
        "form": form,
        "first": meeting.state != MeetingState.HELD,
        **presence_of(meeting, form.invitees),
    }
    return render(request, "meetings/attendance.html", context, status=status)


def marked(form: SheetForm, meeting: Meeting) -> Around:
    """The number of persons follows the mark; the families are counted again."""
    fresh = SheetForm(invitees=seats_of(meeting))
    fresh.edit()
    sent = form.sent[0].removesuffix("-attendance").removesuffix("-present")
    context = {"field": fresh[f"{sent}-present"], **presence_of(meeting, fresh.invitees)}
    context["families"] = context["families"] if meeting.state == MeetingState.HELD else []
    return Around(fragments=render_to_string("meetings/_marked.html", context))


@require_safe
def sheet(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    content = pdfs.attendance_sheet_pdf(row, now=timezone.now())
    name = f"feuille-de-presence-{row.on:%Y-%m-%d}.pdf"
    return documents.download(name, content, media_type=documents.PDF)
