"""What the tests of accounts share."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import inviting
from accounts.enums import OrganisationKind, Role
from records.models import Message
from tests.factories import OrganisationFactory, administrator

GOOD_PASSWORD = "quatre mots sans rapport"


@pytest.fixture
def admin(db):
    return administrator()


@pytest.fixture
def ars(db):
    return OrganisationFactory(kind=OrganisationKind.ARS, name="ARS fictive", short_name="ARS fictive")


@pytest.fixture
def invited(admin, ars):
    """Make an invitation and give it back with the token that only its mail holds."""

    def make(email="nouvelle@exemple.test", *, age=timedelta(0), **fields):
        fields = {"organisation": ars, "role": Role.WRITER, "job_title": "Chargée de mission", **fields}
        invitation = inviting.invite(email=email, by=admin, now=timezone.now() - age, **fields)
        return invitation, token_sent_to(email)

    return make


def token_sent_to(email: str) -> str:
    body = Message.objects.filter(to=email.lower()).order_by("-pk").first().body
    return re.search(r"/invitation/([\w-]+)/", body)[1]
