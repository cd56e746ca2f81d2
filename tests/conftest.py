"""Fixtures that every test may use."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.middleware import SESSION_KEY
from accounts.models import Membership
from tests.factories import NOW


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def as_hat() -> Callable[[Membership | None], Client]:
    """A test client signed in as a person wearing this hat; None is the public."""

    def client_of(hat: Membership | None) -> Client:
        client = Client()
        if hat is not None:
            client.force_login(hat.user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session[SESSION_KEY] = hat.pk
            session.save()
        return client

    return client_of
