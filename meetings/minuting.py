"""The minutes of a meeting: written by several, approved once, corrected by a new revision."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused
from core.wording import counted
from meetings.content import content_of
from meetings.guards import ensure_live, ensure_open_minutes, held_by, latest_minutes
from meetings.mailing import send_minutes_of
from meetings.models import Meeting, Minutes, MinutesPart
from meetings.presiding import quorum_of
from records import journal
from records.jobs import enqueue

LONGEST_TEXT = 8000
OTHER_POINTS = "Autres points"
ONLY_PART = "Ce qui s'est dit"


def begin(meeting: Meeting, *, now: datetime) -> Minutes:
    """The first draft, one part for each point of the agenda; called by the deed that holds the meeting."""
    minutes = Minutes.objects.create(meeting=meeting, revision=1, begun_at=now)
    titles = [item.title for item in meeting.agenda.all()]
    titles = [*titles, OTHER_POINTS] if titles else [ONLY_PART]
    MinutesPart.objects.bulk_create(
        MinutesPart(minutes=minutes, position=position, title=title) for position, title in enumerate(titles, start=1)
    )
    return minutes


@transaction.atomic
def save_part(part: MinutesPart, text: str, *, by: Membership, now: datetime | None = None) -> MinutesPart:
    """Write what was said on a point; the same text again changes nothing."""
    now = now or timezone.now()
    text = text.replace("\r\n", "\n")
    meeting = held_by(part.minutes.meeting, by=by)
    row = ensure_open_minutes(meeting).parts.filter(pk=part.pk).first()
    if row is None:
        raise OutOfTurn("Cette révision du compte rendu est approuvée : votre texte n'y est pas ajouté.")
    if row.text == text:
        return row
    if len(text) > LONGEST_TEXT:
        raise Refused(f"Ce texte est trop long : {LONGEST_TEXT} caractères au plus.")
    row.text, row.edited_at, row.edited_by = text, now, by
    row.save(update_fields=["text", "edited_at", "edited_by"])
    journal.record("meetings.save_part", meeting, by=by, summary="Compte rendu écrit", data={"part": row.pk}, now=now)
    return row


def lacking(minutes: Minutes) -> list[str]:
    """What prevents the approval: minutes that say nothing, or that decide money without a chair or a quorum."""
    found, meeting = [], minutes.meeting
    if not any(part.text.strip() for part in minutes.parts.all()):
        found.append("Le compte rendu est vide : écrivez ce qui s'est dit, au moins sur un point.")
    if not meeting.complement_uses.exists():
        return found
    if not meeting.chair:
        found.append("Ce comité de pilotage décide de l'argent : dites qui l'a présidé, depuis la page de la réunion.")
    quorum = quorum_of(meeting.invitees.all())
    if not quorum.reached:
        found.append(f"Ce comité décide de l'argent sans quorum : {quorum.sentence}. Revoyez les présences.")
    return found


@transaction.atomic
def approve(minutes: Minutes, *, seen: str | None = None, by: Membership, now: datetime | None = None) -> Minutes:
    """Freeze the minutes with presences, decisions and complement as they are now; a job makes the PDF.

    `seen` is the fingerprint of what was read: nobody approves what another author wrote since.
    """
    now = now or timezone.now()
    meeting = held_by(minutes.meeting, by=by)
    row = Minutes.objects.get(pk=minutes.pk)
    row.meeting = meeting
    if not row.is_draft:
        return row
    ensure_live(meeting)
    missing = lacking(row)
    if missing:
        raise Refused(" ".join(missing))
    row.seal(content_of(row, meeting))
    if seen is not None and seen != row.sha256:
        raise OutOfTurn(
            "Le compte rendu a changé depuis que vous avez ouvert cette page. Relisez-le ci-dessous, puis approuvez-le."
        )
    row.approved_at, row.approved_by = now, by
    row.save(update_fields=["content", "sha256", "approved_at", "approved_by"])
    enqueue(
        "meetings.produce_minutes",
        label=f"Compte rendu en PDF : {meeting.title}",
        arguments={"minutes_id": row.pk},
        total=1,
        by=by,
        back_url=reverse("meetings:minutes", args=[meeting.project_id, meeting.pk]),
    )
    journal.record(
        "meetings.approve",
        meeting,
        by=by,
        summary=f"Compte rendu approuvé{_revision(row)}",
        data={"minutes": row.pk, "revision": row.revision, "sha256": row.sha256},
        now=now,
    )
    return row


@transaction.atomic
def correct(meeting: Meeting, *, reason: str, by: Membership, now: datetime | None = None) -> Minutes:
    """Open the next revision, which begins as the approved one reads; asked twice, give the draft that exists."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_live(row)
    approved = latest_minutes(row)
    if approved is None:
        raise OutOfTurn("Il n'y a pas encore de compte rendu à corriger.")
    if approved.is_draft:
        return approved
    if not reason.strip():
        raise Refused("Dites pourquoi le compte rendu est corrigé : ce motif y figurera.", at="reason")
    draft = Minutes.objects.create(meeting=row, revision=approved.revision + 1, reason=reason[:500], begun_at=now)
    MinutesPart.objects.bulk_create(
        MinutesPart(minutes=draft, position=part.position, title=part.title, text=part.text)
        for part in approved.parts.all()
    )
    summary = f"Correction du compte rendu ouverte : {reason}"
    journal.record("meetings.correct", row, by=by, summary=summary, data={"revision": draft.revision}, now=now)
    return draft


@transaction.atomic
def send_minutes(minutes: Minutes, *, by: Membership, now: datetime | None = None) -> int:
    """Send the approved PDF to everyone invited who has an address; asked twice, send nothing more."""
    now = now or timezone.now()
    meeting = held_by(minutes.meeting, by=by)
    row = Minutes.objects.select_related("document").get(pk=minutes.pk)
    if row.is_draft:
        raise OutOfTurn("Le compte rendu n'est pas encore approuvé.")
    if row.sent_at is not None:
        return 0
    if row.document is None:
        raise Refused("Le PDF du compte rendu est en préparation : il pourra partir dans quelques instants.")
    sent = send_minutes_of(row, row.document, meeting)
    row.sent_at, row.sent_by = now, by
    row.save(update_fields=["sent_at", "sent_by"])
    summary = f"Compte rendu envoyé{_revision(row)} : {counted(sent, 'courriel')}"
    journal.record("meetings.send_minutes", meeting, by=by, summary=summary, data={"mails": sent}, now=now)
    return sent


def _revision(minutes: Minutes) -> str:
    return f" (révision {minutes.revision})" if minutes.revision > 1 else ""
