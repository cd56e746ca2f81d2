"""Writing to those invited: convocation, change, cancellation, reminder. Each mail carries its own calendar file."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.mailing import answered_by, closing
from core.wording import day
from meetings import moments
from meetings.calendar_file import Method, calendar_file
from meetings.models import Invitee, Meeting, Minutes
from meetings.tokens import token_of
from records import documents, outbox
from records.models import Document
from records.moments import MOMENTS

SUBJECTS = {
    "convocation": "invitation",
    "change": "changement",
    "cancellation": "annulation",
    "withdrawal": "invitation retirée",
    "reinvitation": "invitation rétablie",
    "minutes": "compte rendu",
    "reminder": "votre réponse est attendue",
}
# What a person is told each time that their seat is taken away or given back.
SEATING = ("withdrawal", "reinvitation")


def reply_url(invitee: Invitee) -> str:
    return f"{settings.SITE_URL}{reverse('meetings:reply', args=[token_of(invitee)])}"


def subject_of(meeting: Meeting, what: str) -> str:
    return f"{meeting.project.mail_about} : {SUBJECTS[what]}, {meeting.title}, le {day(meeting.on)}"


def write_to(
    invitee: Invitee, meeting: Meeting, *, what: str, method: Method, now: datetime, moved: bool = False
) -> bool:
    """Queue one mail; nothing, and False, for someone without an address."""
    if not invitee.email:
        return False
    url = reply_url(invitee)
    body = render_to_string(
        f"meetings/mails/{what}.txt",
        {"meeting": meeting, "invitee": invitee, "reply_url": url, "moved": moved, "agenda": meeting.agenda.all()}
        | {"closing": closing(meeting.project.ars.email)},
    )
    content = calendar_file(meeting, method=method, now=now, invitee=invitee, reply_url=url)
    attached = documents.store("reunion.ics", content, media_type=f"text/calendar; method={method}")
    outbox.write(
        key_of(invitee, meeting, what, now),
        MOMENTS[f"meetings.{what}"],
        to=invitee.email,
        subject=subject_of(meeting, what),
        body=body,
        reply_to=answered_by(meeting.project.ars.email),
        secret=token_of(invitee),
        attachments=[attached],
    )
    return True


def key_of(invitee: Invitee, meeting: Meeting, what: str, now: datetime) -> str:
    """Why the mail exists: once per state of the meeting and per address; a reminder once a day, and each time when a
    seat is taken away or given back.
    """
    address = hashlib.sha256(invitee.email.encode()).hexdigest()[:16]
    turns = {"reminder": f"{now.astimezone(meeting.zone):%Y%m%d}", **dict.fromkeys(SEATING, now.isoformat())}
    turn = turns.get(what, meeting.sequence)
    return f"meeting:{meeting.pk}:{what}:{turn}:{invitee.pk}:{address}"


def send_first(meeting: Meeting, *, now: datetime) -> int:
    """The convocation, to all who have an address; how many it reached."""
    return sum(
        write_to(invitee, meeting, what="convocation", method="REQUEST", now=now) for invitee in meeting.invitees.all()
    )


def send_again(meeting: Meeting, *, moved: bool, now: datetime) -> int:
    """What changed, to all who were convened."""
    return sum(
        write_to(invitee, meeting, what="change", method="REQUEST", now=now, moved=moved)
        for invitee in meeting.invitees.all()
    )


def send_cancellation(meeting: Meeting, *, now: datetime) -> int:
    return sum(
        write_to(invitee, meeting, what="cancellation", method="CANCEL", now=now) for invitee in meeting.invitees.all()
    )


def send_minutes_of(minutes: Minutes, document: Document, meeting: Meeting) -> int:
    """The approved PDF, once to each address of those invited; how many."""
    page = reverse("meetings:minutes", args=[meeting.project_id, meeting.pk])
    body = render_to_string(
        "meetings/mails/minutes.txt",
        {"meeting": meeting, "minutes": minutes, "decisions": meeting.decisions.all()}
        | {"page_url": f"{settings.SITE_URL}{page}", "closing": closing(meeting.project.ars.email)},
    )
    addresses = sorted({invitee.email.lower() for invitee in meeting.invitees.reachable()})
    for address in addresses:
        outbox.write(
            f"meeting-minutes:{minutes.pk}:{hashlib.sha256(address.encode()).hexdigest()[:16]}",
            moments.MINUTES,
            to=address,
            subject=subject_of(meeting, "minutes"),
            body=body,
            reply_to=answered_by(meeting.project.ars.email),
            attachments=[document],
        )
    return len(addresses)
