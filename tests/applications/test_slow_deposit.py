"""A deposit that begins to be sent before the closing, and that the server has whole after it (case 3)."""

import re
import socket
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.enums import ApplicationState
from calls.models import Call
from tests.applications.fiches import signed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_engine]


def test_what_ends_after_the_closing_is_refused_with_the_rule_and_the_draft_stays(as_hat, live_server):
    fiche = signed()
    client, address = as_hat(fiche.ars_writer), reverse("applications:deposit", args=[fiche.application.pk])
    page = client.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sending = re.search(r'name="envoi" value="([^"]+)"', page)[1]
    body = f"csrfmiddlewaretoken={token}&envoi={sending}".encode()
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
    place = urlsplit(live_server.url)
    head = (
        f"POST {address} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookies}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    with socket.create_connection((place.hostname, place.port), timeout=60) as line:
        line.sendall(head + body[:-1])
        Call.objects.filter(pk=fiche.call.pk).update(closes_at=timezone.now())
        line.sendall(body[-1:])
        answer = b"".join(iter(lambda: line.recv(65_536), b"")).decode()
    assert " 409 " in answer.split("\r\n", 1)[0]
    assert "votre demande est arrivée trop tard" in answer
    assert "La fiche reste enregistrée telle quelle." in answer
    fiche.reload()
    assert (fiche.application.state, fiche.application.deposit) == (ApplicationState.DRAFT, None)
    assert fiche.application.signatures.live().count() == 2
