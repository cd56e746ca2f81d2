"""The link by which an invitee answers without an account: a signature, of which nothing is stored."""

import re

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from meetings.models import Invitee

SHAPE = re.compile(r"([0-9]{1,18})-([A-Za-z0-9_-]{20,80})")
signer = Signer(salt="meetings.reply")


def token_of(invitee: Invitee) -> str:
    """Signs the seat and its address: another address makes the former link void."""
    return f"{invitee.pk}-{signer.signature(f'{invitee.pk}:{invitee.email}')}"


def bearer(token: str) -> Invitee | None:
    """The seat that a link opens, with its meeting and project; None when nobody signed it."""
    shape = SHAPE.fullmatch(token)
    if shape is None:
        return None
    places = Invitee.objects.select_related("meeting__project__region", "meeting__project__ars", "profile")
    invitee = places.select_related("meeting__project__aract").filter(pk=int(shape[1])).first()
    if invitee is None or not invitee.email or not constant_time_compare(token, token_of(invitee)):
        return None
    return invitee
