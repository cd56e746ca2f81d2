"""Writing about a deposited fiche: the pair and the secretariat to each other, and notes that the pair never sees.

Nothing sent is taken back: it has left by mail, and others have read it. One writes again to correct it.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from applications.enums import ThreadSide
from applications.fiche_edit import locked
from applications.mailing import secretaries
from applications.models import Application, ThreadMessage
from applications.moments import MESSAGE_TO_PAIR, MESSAGE_TO_SECRETARIAT
from applications.permissions import may_note, may_write_message
from core.verdicts import Refused, ensure
from records import documents, journal

LONGEST_TOLD = 500


def side_of(hat: Membership) -> ThreadSide:
    return ThreadSide.PAIR if hat.regional else ThreadSide.SECRETARIAT


@transaction.atomic
def send_message(
    application: Application, *, text: str, upload: Any = None, by: Membership, now: datetime | None = None
) -> ThreadMessage:
    """Write to the other side, which is told by mail; what it had written counts as handled."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_write_message(by, fiche))
    if not text.strip():
        raise Refused("Écrivez votre message : une phrase suffit pour présenter un fichier.", at="text")
    side = side_of(by)
    document = documents.store_upload(upload, by=by) if upload is not None else None
    message = ThreadMessage.objects.create(
        application=fiche, side=side, text=text, document=document, sent_by=by, sent_at=now
    )
    fiche.messages.to_handle(side).update(handled_at=now, handled_by=by)
    _tell(message, by=by, now=now)
    other = "au binôme" if side == ThreadSide.SECRETARIAT else "au secrétariat"
    journal.record(
        "applications.send_message",
        fiche,
        by=by,
        summary=f"Message envoyé {other}",
        data={"message": message.pk, "sha256": document.sha256 if document else ""},
        now=now,
    )
    return message


def _tell(message: ThreadMessage, *, by: Membership, now: datetime) -> None:
    project = message.application.project
    excerpt = message.text if len(message.text) <= LONGEST_TOLD else f"{message.text[:LONGEST_TOLD]}…"
    mail = Mail(
        project.mail_about,
        "un message sur la fiche projet",
        f"{by.subject} vous écrit au sujet de la fiche « {project.title} ». Répondez sur le portail.",
        reverse("applications:messages", args=[message.application_id]),
        [excerpt],
        reply_to=by.user.email,
    )
    if message.side == ThreadSide.SECRETARIAT:
        told = addresses_of([project.ars, project.aract], now=now)
        tell(MESSAGE_TO_PAIR, told, mail, key=f"fiche-message:{message.pk}")
    else:
        tell(MESSAGE_TO_SECRETARIAT, secretaries(now), mail, key=f"fiche-message:{message.pk}")


@transaction.atomic
def set_aside(application: Application, *, by: Membership, now: datetime | None = None) -> int:
    """Say that what one's side received wants no answer; how many messages that was."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_write_message(by, fiche))
    done = fiche.messages.to_handle(side_of(by)).update(handled_at=now, handled_by=by)
    if done:
        journal.record(
            "applications.set_aside",
            fiche,
            by=by,
            summary="Messages reçus traités, sans réponse",
            data={"messages": done},
            now=now,
        )
    return done


@transaction.atomic
def write_note(application: Application, *, text: str, by: Membership, now: datetime | None = None) -> ThreadMessage:
    """A note among those who run the commission. The pair reads the deeds of its fiche: this one bears another name."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_note(by, fiche))
    if not text.strip():
        raise Refused("Écrivez la note.", at="text")
    note = ThreadMessage.objects.create(
        application=fiche, internal=True, side=ThreadSide.SECRETARIAT, text=text, sent_by=by, sent_at=now
    )
    journal.record(
        "commission.write_note", fiche, by=by, summary="Note interne écrite", data={"note": note.pk}, now=now
    )
    return note
