"""Saying a refusal where the person is."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from core.verdicts import NotAllowed, Refused


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """A deed refused because of the state of things becomes a message; a missing right stays a 403."""
    try:
        yield
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.reason)
