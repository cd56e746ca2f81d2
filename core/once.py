"""A form sent twice is done once: a double click, a browser that sends again, its Back and the same button.

Each form that adds carries a key of its own. The same key with the same content was done already, and leads where it
led the first time; the same key with something else typed after Back is another thing to add.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from core.models import SentForm

KEY = "envoi"
# Which button was pressed, and who asks: neither changes what is added.
LEFT_OUT = {"csrfmiddlewaretoken", "encore"}
TOKEN = "<token>"  # noqa: S105 - where one stood
# Longer than a page stays open.
KEPT = timedelta(days=30)
AGAIN = "Déjà enregistré : ce formulaire avait été envoyé deux fois. Pour en saisir un autre, ouvrez-le de nouveau."


def new_key() -> str:
    return secrets.token_urlsafe(12)


def mark_of(request: HttpRequest) -> str:
    """The mark of one sending: where, by whom, with which key and what content, files included."""
    mark = hashlib.sha256(repr((request.path, getattr(request.user, "pk", None))).encode())
    for name in sorted(request.POST.keys() - LEFT_OUT):
        mark.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            mark.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                mark.update(chunk)
            file.seek(0)
    return mark.hexdigest()


def answered_once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a form, unless this very sending was done already; a second one at the same time waits for the first.

    Only what ends on a redirect is done: what is refused may be sent again.
    """
    if not request.POST.get(KEY):
        return answer()
    with transaction.atomic():
        sending, first = SentForm.objects.get_or_create(mark=mark_of(request))
        if first:
            given = answer()
            if isinstance(given, HttpResponseRedirect):
                sending.led_to = without_token(request, given.url)
                sending.save(update_fields=["led_to"])
            else:
                sending.delete()
            return given
    messages.info(request, AGAIN)
    return HttpResponseRedirect(with_token(request, sending.led_to))


def token_of(request: HttpRequest) -> str:
    """The secret that the address of a page opened by a link carries; the portal keeps none in clear."""
    match = request.resolver_match
    return str(match.kwargs.get("token", "")) if match else ""


def without_token(request: HttpRequest, address: str) -> str:
    token = token_of(request)
    return address.replace(token, TOKEN) if token else address


def with_token(request: HttpRequest, address: str) -> str:
    return address.replace(TOKEN, token_of(request))


def forget(now: datetime) -> None:
    """Drop the marks of pages that nobody has open any more."""
    SentForm.objects.filter(sent_at__lt=now - KEPT).delete()
