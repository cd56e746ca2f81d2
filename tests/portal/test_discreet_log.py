"""No log tells the secret that an address carries."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from acia_portal.middleware import DiscreetRequestMiddleware

SECRET = "un-jeton-secret"


def addresses(patterns: list[URLPattern | URLResolver], start: str = "/") -> Iterator[str]:
    for row in patterns:
        whole = start + str(row.pattern)
        if isinstance(row, URLResolver):
            yield from addresses(row.url_patterns, whole)
        else:
            yield whole


BEARING = [one for one in addresses(get_resolver().url_patterns) if "<str:token>" in one]


@pytest.mark.parametrize("address", [*BEARING, "/compte/mot-de-passe/oubli/1a-<str:token>/"])
def test_the_request_log_hides_every_secret(address):
    path = re.sub(r"<int:\w+>", "1", address.replace("<str:token>", SECRET))
    said = DiscreetRequestMiddleware.format_request(RequestFactory().get(path))
    assert SECRET not in said
    assert "•••" in said


def test_the_server_keeps_no_log_of_addresses_beside_ours():
    """It would write them whole, and those that they come from."""
    assert "access-log" not in (Path(settings.BASE_DIR) / "Dockerfile").read_text()
