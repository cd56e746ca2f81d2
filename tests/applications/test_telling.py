"""The pair is told of each step of its fiche, never the person who took it."""

import pytest

from accounts.enums import OrganisationKind
from applications.starting import start
from applications.withdrawing import withdraw
from tests.applications.fiches import complete, deposited, pair
from tests.factories import NOW, CallFactory, RegionFactory, member_of, secretary
from tests.mails import told

pytestmark = pytest.mark.django_db


def test_a_fiche_begun_is_told_to_the_other_party():
    ars, aract = pair(RegionFactory(code="93", name="Provence fictive", short_name="PACA"))
    author, other = member_of(ars), member_of(aract)
    start(CallFactory(), title="Projet", by=author, now=NOW)
    assert told("applications.started") == {other.user.email}


def test_a_signature_is_told_to_the_other_party():
    fiche = complete()
    fiche.sign(fiche.ars_signatory)
    assert told("applications.signed") == {fiche.aract_writer.user.email, fiche.aract_signatory.user.email}


def test_a_withdrawn_deposit_is_told_to_the_pair_and_to_the_secretary():
    fiche, clerk = deposited(), secretary(OrganisationKind.DGOS)
    withdraw(fiche.application, by=fiche.ars_signatory, now=NOW)
    people = {fiche.ars_writer.user.email, fiche.aract_writer.user.email, fiche.aract_signatory.user.email}
    assert told("applications.withdrawn") == people | {clerk.user.email}
