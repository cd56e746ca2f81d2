"""Telling the pair: one mail per person who acts for an organisation."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.enums import NATIONAL_KINDS, Role
from accounts.models import Membership, Organisation
from applications.models import Application
from records import outbox
from records.models import Document

CLOSING = "\n\nCe message est envoyé par le portail ACIA ; il n'attend pas de réponse."


def address_of(application: Application) -> str:
    """The fiche's full address, under the configured domain."""
    return f"{settings.SITE_URL}{reverse('applications:application', args=[application.pk])}"


def tell(
    organisations: Iterable[Organisation],
    *,
    key: str,
    subject: str,
    body: str,
    attachments: Iterable[Document] = (),
    but: Membership | None = None,
    now: datetime | None = None,
) -> None:
    """Write to everyone who acts for these organisations now, else to the organisation's own address.

    `but` is the person who did the deed: nobody is told what they have just done.
    """
    organisations = list(organisations)
    on = timezone.localdate(now)
    hats = Membership.objects.current(on).filter(organisation__in=organisations).select_related("user")
    addresses: dict[int, set[str]] = {organisation.pk: set() for organisation in organisations}
    for hat in hats:
        addresses[hat.organisation_id].add(hat.user.email)
    attached = list(attachments)
    for organisation in organisations:
        people = addresses[organisation.pk] or ({organisation.email} if organisation.email else set())
        for to in sorted(people):
            if but is None or to != but.user.email:
                outbox.write(f"{key}:{to}", to=to, subject=subject, body=body + CLOSING, attachments=attached)


def tell_secretaries(key: str, *, subject: str, body: str, now: datetime | None = None) -> None:
    """Write to everyone who is secretary of the commission now."""
    secretaries = Membership.objects.current(timezone.localdate(now)).of(*NATIONAL_KINDS).filter(role=Role.SECRETARY)
    for to in sorted(set(secretaries.values_list("user__email", flat=True))):
        outbox.write(f"{key}:{to}", to=to, subject=subject, body=body + CLOSING)
