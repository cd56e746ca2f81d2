"""The calendar file (.ics) that goes with an invitation, its changes and its cancellation (RFC 5545, RFC 5546)."""

from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from core.demonstration import marked_title
from meetings.models import Invitee, Meeting

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
PRODUCT = "-//Portail ACIA//Reunions//FR"


def calendar_file(
    meeting: Meeting, *, method: Method, now: datetime, invitee: Invitee | None = None, reply_url: str = ""
) -> bytes:
    """One event. `invitee` is its only attendee: nobody reads the others' addresses."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", f"{meeting.uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", marked_title(meeting.title))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    where = " – ".join(filter(None, (meeting.place, meeting.remote_link)))
    if where:
        event.add("location", where)
    event.add("description", _description(meeting, reply_url))
    if invitee is not None:
        organiser = vCalAddress(f"mailto:{meeting.project.ars.email or settings.DEFAULT_FROM_EMAIL}")
        organiser.params["cn"] = vText(meeting.project.ars.name)
        event.add("organizer", organiser)
        attendee = vCalAddress(f"mailto:{invitee.email}")
        attendee.params["rsvp"] = vText("FALSE")
        event.add("attendee", attendee)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _description(meeting: Meeting, reply_url: str) -> str:
    lines = [f"{meeting.kind_label} – {meeting.project.title}"]
    lines += [f"{item.position}. {item.title}" for item in meeting.agenda.all()]
    if reply_url:
        lines.append(f"Répondre : {reply_url}")
    return "\n".join(lines)
