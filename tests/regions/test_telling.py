"""Structures are told what waits for them, and that the project is closed."""

import pytest

from accounts.enums import OrganisationKind, Role
from fieldwork.closing import close_project
from regions.telling import tell_commitments_awaited
from tests.factories import NOW, OrganisationFactory, ParticipationFactory, member_of
from tests.mails import told
from tests.regions.lives import Life, days_ago

pytestmark = pytest.mark.django_db


def entered(**kwargs):
    """A structure with a contact in the portal and a referent named by the pair."""
    row = ParticipationFactory(contact_email="referent@exemple.test", joined_on=days_ago(1), **kwargs)
    row.establishment.organisation = OrganisationFactory(kind=OrganisationKind.ESTABLISHMENT)
    row.establishment.save()
    return row, member_of(row.establishment.organisation, Role.CONTACT)


def test_a_structure_just_entered_is_asked_to_confirm_once():
    _row, contact = entered()
    ParticipationFactory(contact_email="ancien@exemple.test", joined_on=days_ago(30))
    ParticipationFactory(contact_email="confirme@exemple.test", joined_on=days_ago(1), confirmed_at=NOW)
    for _ in range(2):
        tell_commitments_awaited(NOW)
    assert told("regions.to_confirm") == {contact.user.email, "referent@exemple.test"}


def test_a_project_closed_is_told_to_the_other_party_and_to_the_structures():
    life = Life()
    _row, contact = entered(project=life.project)
    close_project(life.project, on=days_ago(1), by=life.ars, now=NOW)
    assert told("regions.closed") == {life.aract.user.email, contact.user.email, "referent@exemple.test"}
