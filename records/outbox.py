"""Writing mails into the outbox. Sending them is `records.tasks.send_message`."""

from collections.abc import Iterable

from acia_portal.inputs import check_plain
from records.jobs import ring
from records.models import Document, Message


def write(key: str, *, to: str, subject: str, body: str, attachments: Iterable[Document] = ()) -> Message:
    """Queue one mail in the deed's transaction; the same `key` again changes nothing.

    `key` names why the mail exists («invitation:12», «receipt:7:ars»). Line breaks in the subject are refused.
    """
    check_plain(subject)
    if "\n" in subject or "\r" in subject or "\n" in to or "\r" in to:
        raise ValueError("A mail's subject and address hold no line break.")
    message, created = Message.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject[:200], "body": body}
    )
    if created:
        message.attachments.set(attachments)
        ring("records.send_message", message.pk)
    return message
