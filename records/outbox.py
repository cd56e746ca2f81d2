"""Writing mails into the outbox. Sending them is `records.sending`."""

from collections.abc import Iterable

from django.core.validators import validate_email

from core.inputs import check_plain
from records.jobs import ring
from records.models import Document, Message
from records.moments import Moment
from records.sending import SEND_MESSAGE


def write(
    key: str,
    moment: Moment,
    *,
    to: str,
    subject: str,
    body: str,
    reply_to: str = "",
    secret: str = "",
    leave_url: str = "",
    attachments: Iterable[Document] = (),
) -> Message:
    """Queue one mail in the deed's transaction; the same `key` again changes nothing.

    `key` names why the mail exists («invitation:12», «receipt:7:ars»); `secret` is what no page may show of `body`.
    Line breaks in the subject or the address are refused, since they would let a name write the mail's headers.
    """
    check_plain(subject)
    if "\n" in subject or "\r" in subject:
        raise ValueError("A mail's subject holds no line break.")
    validate_email(to)
    written = {"to": to, "subject": subject[:200], "body": body, "secret": secret, "leave_url": leave_url}
    message, created = Message.objects.get_or_create(
        key=key, defaults={"moment": moment.code, "reply_to": reply_to, **written}
    )
    if created:
        message.attachments.set(attachments)
        ring(SEND_MESSAGE, message.pk)
    return message
