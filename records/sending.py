"""Sending what the outbox holds: once if all goes well, again later if not, and never by two workers at a time."""

import logging
import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string

from core.demonstration import marked_title
from core.states import ensure_turn, move_rows
from core.typography import typeset, typeset_text
from core.verdicts import Refused, ensure
from records import documents, journal
from records.jobs import ring
from records.models import Message, MessageState
from records.permissions import Hat, may_administer

logger = logging.getLogger(__name__)

SEND_MESSAGE = "records.tasks.send_message"
# Until the next try, after each attempt. Longer than the mail server's timeout, because it is also the time during
# which no other worker touches the message.
WAITS = [timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 60)]


def claim(message_id: int) -> Message | None:
    """Take a due message for one attempt, by pushing its next one into the future."""
    queued = Message.objects.filter(pk=message_id, state=MessageState.QUEUED, not_before__lte=Now())
    message = queued.first()
    if message is None:
        return None
    if message.attempts >= Message.MAX_ATTEMPTS:
        move_rows(queued, MessageState.FAILED)
        return None
    wait = WAITS[message.attempts]
    taken = queued.filter(attempts=message.attempts).update(attempts=F("attempts") + 1, not_before=Now() + wait)
    if not taken:
        return None
    message.attempts += 1
    return message


def send(message_id: int) -> None:
    """Send a message if it is due. Never raises: what went wrong is kept in the row."""
    message = claim(message_id)
    if message is None:
        return
    held = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED, attempts=message.attempts)
    try:
        compose(message).send()
    except Exception as error:  # noqa: BLE001  # whatever went wrong, the message stays and tries again
        logger.warning("message %s not sent: %s", message.pk, error)
        held.update(last_error=explained(error)[:500])
        if message.attempts >= Message.MAX_ATTEMPTS:
            move_rows(held, MessageState.FAILED)
    else:
        move_rows(held, MessageState.SENT, sent_at=Now(), last_error="")


def compose(message: Message) -> EmailMultiAlternatives:
    """The mail as it leaves, in text and in plain HTML.

    Its identifier is the row's, so that a mail server sees a double for what it is.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<message-{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    if message.leave_url:
        headers |= {"List-Unsubscribe": f"<{message.leave_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(
        subject=typeset_text(marked_title(message.subject)),
        body=typeset_text(message.body),
        to=[message.to],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    mail.attach_alternative(as_html(message), "text/html")
    for document in message.attachments.all():
        mail.attach(document.name, documents.read(document), document.media_type)
    return mail


def as_html(message: Message | EmailMessage) -> str:
    return typeset(render_to_string("records/mails/mail.html", {"message": message}))


def explained(error: Exception) -> str:
    """An error of the mail server in words that an administrator can act on, with its own text after."""
    match error:
        case Refused():
            return error.reason
        case smtplib.SMTPRecipientsRefused():
            said = "Le serveur de messagerie refuse cette adresse"
        case smtplib.SMTPAuthenticationError():
            said = "Le serveur de messagerie refuse l'identifiant du portail"
        case smtplib.SMTPSenderRefused():
            said = "Le serveur de messagerie refuse l'adresse d'expédition du portail"
        case smtplib.SMTPDataError():
            said = "Le serveur de messagerie refuse le contenu du courriel"
        case TimeoutError() | ConnectionError() | smtplib.SMTPConnectError() | smtplib.SMTPServerDisconnected():
            said = "Le serveur de messagerie ne répond pas"
        case OSError():
            said = "Le serveur de messagerie est injoignable"
        case _:
            said = f"Erreur inattendue ({type(error).__name__})"
    return f"{said} : {error}"


def resend(message: Message, *, by: Hat) -> None:
    """Send again what failed, or once more what was sent."""
    ensure(may_administer(by))
    with transaction.atomic():
        locked = Message.objects.select_for_update().get(pk=message.pk)
        ensure_turn(locked, MessageState.QUEUED)
        before = locked.get_state_display()
        rows = Message.objects.filter(pk=locked.pk)
        move_rows(rows, MessageState.QUEUED, attempts=0, last_error="", not_before=Now())
        journal.record(
            "records.resend",
            locked,
            by=by,
            summary=f"Nouvel envoi demandé, d'un courriel {before}",
        )
        ring(SEND_MESSAGE, locked.pk)
