"""The papers of a meeting: its minutes, and the sheet that is signed in the room."""

import datetime as dt
from datetime import datetime
from typing import Any

from meetings.content import content_of
from meetings.models import Meeting, Minutes
from records import papers, pdf

CSS = "pdf/meeting.css"
# Empty lines of the sheet, for those whom nobody expected.
BLANK_LINES = range(5)


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """The content with its days as days, for templates to write."""
    decisions = [
        {**line, "due_on": dt.date.fromisoformat(line["due_on"]) if line["due_on"] else None}
        for line in content["decisions"]
    ]
    return {**content, "decisions": decisions}


def minutes_pdf(minutes: Minutes, meeting: Meeting) -> bytes:
    """The minutes in PDF: as approved, or the draft as it is, which says that it is one."""
    content = content_of(minutes, meeting) if minutes.is_draft else minutes.content
    context = {"minutes": minutes, "zone": meeting.zone, **readable(content)}
    return pdf.render("meetings/pdf/minutes.html", context, base_css=CSS)


def minutes_name(minutes: Minutes, meeting: Meeting) -> str:
    on = f"{meeting.on:%Y-%m-%d}"
    suffix = "-brouillon" if minutes.is_draft else f"-r{minutes.revision}" if minutes.revision > 1 else ""
    return f"compte-rendu-{meeting.kind}-{on}{suffix}.pdf"


def attendance_sheet_pdf(meeting: Meeting, *, now: datetime) -> bytes:
    """The list of seats by profile, with room for signatures."""
    context = {
        "meeting": meeting,
        "invitees": meeting.invitees.select_related("profile"),
        "blank_lines": BLANK_LINES,
        "printed_at": now,
    }
    return pdf.render("meetings/pdf/attendance_sheet.html", context, base_css=CSS)


def keep_minutes(minutes_id: int) -> None:
    """The PDF of approved minutes, made once."""
    row = Minutes.objects.select_related("approved_by__organisation", "approved_by__user").get(pk=minutes_id)
    if not row.is_draft:
        meeting = Meeting.objects.with_project().get(pk=row.meeting_id)
        papers.keep(row, "document", minutes_name(row, meeting), lambda: minutes_pdf(row, meeting))
