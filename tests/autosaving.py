"""A page's field that saves itself, as `static/js/autosave.js` sends it."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

# Blank: the tests' client is nobody in particular.
LIVE = {"X-Autosave": ""}


def save_one(client: Client, url: str, name: str, value: Any, seen: Any = "", **more: Any) -> HttpResponse:
    """Send one field, with what its author saw of it; `more` is what the form sends along, a choice for instance."""
    return client.post(url, {name: value, **seen_as(name, seen), **more}, headers=LIVE)


def seen_as(name: str, seen: Any = "") -> dict[str, Any]:
    """The hidden input that says what was seen; a list without a choice has one too."""
    return {f"initial-{name}_0": ""} if seen == [] else {f"initial-{name}": seen}


def choice(clash: str, chosen: str) -> str:
    """What the button «mine» or «theirs» of a clash sends."""
    return next(part.split('"')[0] for part in clash.split('value="') if f":{chosen}:" in part.split('"')[0])
