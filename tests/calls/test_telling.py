"""A call that opens, or whose closing moves, is told to every ARS and Aract."""

from datetime import timedelta

import pytest

from accounts.enums import OrganisationKind
from calls.postponing import postpone_closing
from calls.telling import tell_openings
from tests.factories import NOW, CallFactory, OrganisationFactory, RegionFactory, member_of, secretary
from tests.mails import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies():
    region = RegionFactory()
    ars = OrganisationFactory(kind=OrganisationKind.ARS, name="ARS d'essai", region=region)
    aract = OrganisationFactory(
        kind=OrganisationKind.ARACT, name="Aract d'essai", region=region, email="a@exemple.test"
    )
    return {member_of(ars).user.email, aract.email}


def test_an_opening_is_told_once_and_neither_before_nor_after(agencies):
    call = CallFactory(opens_at=NOW, published_at=NOW - timedelta(days=1))
    CallFactory(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))
    tell_openings(NOW - timedelta(minutes=1))
    assert told("calls.opened") == set()
    for _ in range(2):
        tell_openings(NOW)
    assert told("calls.opened") == agencies
    call.refresh_from_db()
    assert call.opening_told


def test_a_postponement_is_told(agencies):
    call = CallFactory()
    postpone_closing(call, closes_at=call.closes_at + timedelta(days=3), reason="Intempéries.", by=secretary(), now=NOW)
    assert told("calls.postponed") == agencies
