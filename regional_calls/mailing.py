"""What all mails of a regional call say at the end, and where they lead."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst

from core.wording import the
from records import outbox
from records.models import Document
from records.moments import Moment
from regional_calls.models import RegionalCall

CLOSING = "\n\nCe courriel est envoyé par le portail ACIA."


def page_of(call: RegionalCall) -> str:
    """The public page's full address, under the configured domain."""
    return f"{settings.SITE_URL}{call.get_absolute_url()}"


def link_page(token: str) -> str:
    return f"{settings.SITE_URL}{reverse('regional_calls:expression', args=[token])}"


def contact_of(call: RegionalCall) -> str:
    return f"{call.contact_function} ({call.contact_email})"


def write(
    call: RegionalCall,
    moment: Moment,
    *,
    key: str,
    to: str,
    what: str,
    body: str,
    secret: str = "",
    attachments: Iterable[Document] = (),
) -> None:
    """One mail of the pair, which answers at the call's address."""
    outbox.write(
        key,
        moment,
        to=to,
        subject=f"{call.project.mail_about} : {what}",
        body=signed(call, body),
        reply_to=call.contact_email,
        secret=secret,
        attachments=attachments,
    )


def signed(call: RegionalCall, text: str) -> str:
    """A body with its sender: the pair, whom to write to, and what the portal is."""
    pair = f"{capfirst(the(call.project.ars))} et {the(call.project.aract)}"
    return f"Bonjour,\n\n{text}\n\n{pair}\nContact : {contact_of(call)}{CLOSING}"
