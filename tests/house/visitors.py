"""Who visits the demonstration, one persona for each role, and what each address answers them."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.test import Client

from accounts.models import Membership
from tests.conftest import client_of as client_wearing

ROLES = {
    "secretary": "secretariat@dgos.example",
    "president": "presidence@anact.example",
    "rapporteur": "rapport-2@anact.example",
    "signatory": "signature@dgos.example",
    "other ARS": "signature@ars-bretagne.example",
    "other Aract": "redaction@aract-bretagne.example",
    "own ARS": "signature@ars-ile-de-france.example",
    "own Aract": "redaction@aract-ile-de-france.example",
    "establishment": "contact@structure-fictive.example",
    "administrator": "administration@portail-acia.example",
}
sessions: dict[str, str] = {}


def sign_everyone_in() -> None:
    """Once for each process, in its copy of the demonstration; asked outside of any test, whose rows go at its end."""
    for role, email in ROLES.items():
        client = client_wearing(Membership.objects.get(user__email=email))
        sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value


def client_of(role: str | None, **options) -> Client:
    """The browser of this role, signed in; None is the public."""
    client = Client(raise_request_exception=False, **options)
    if role is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[role]
    return client


@dataclass(frozen=True)
class Seen:
    """What an address answers to who merely looks."""

    status: int
    location: str
    page: str


@cache
def seen(role: str | None, path: str) -> Seen:
    """Asked once for all tests of a process: what they change is undone at their end."""
    answer = client_of(role).get(path)
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return Seen(answer.status_code, answer.headers.get("Location", ""), answer.content.decode() if is_page else "")
