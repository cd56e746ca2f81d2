"""Giving, correcting and ending memberships."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import joining
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    member_of,
    secretary,
)

pytestmark = pytest.mark.django_db


def grant(person, organisation, by, role=Role.WRITER):
    return joining.grant(person, organisation=organisation, role=role, job_title="Cadre", by=by)


def test_a_hat_is_given_and_journaled_under_the_account(admin, ars):
    person = UserFactory()
    hat = grant(person, ars, admin)
    assert list(person.memberships.current()) == [hat]
    entry = JournalEntry.objects.about(person).get()
    assert (entry.deed, entry.subject_label) == ("accounts.grant", f"Compte n° {person.pk}")
    assert entry.data["role"] == Role.WRITER


def test_what_cannot_be_given(admin, ars):
    person = UserFactory()
    with pytest.raises(Refused, match=r"Rôles? possible"):
        grant(person, ars, admin, Role.SECRETARY)
    with pytest.raises(NotAllowed):
        grant(person, ars, secretary())
    with pytest.raises(NotAllowed, match="Un autre membre"):
        grant(admin.user, ars, admin)
    with pytest.raises(OutOfTurn, match="désactivé"):
        grant(UserFactory(is_active=False), ars, admin)
    grant(person, ars, admin)
    with pytest.raises(OutOfTurn, match="déjà ce rôle"):
        grant(person, ars, admin)


def test_title_and_delegation_are_corrected_with_their_former_text(admin, ars):
    hat = member_of(ars, Role.SIGNATORY)
    joining.change_membership(hat, job_title="Directrice générale", delegation="Par délégation", by=admin)
    hat.refresh_from_db()
    assert (hat.job_title, hat.delegation) == ("Directrice générale", "Par délégation")
    before = JournalEntry.objects.get().data["before"]
    assert (before["job_title"], before["delegation"]) == ("Chargée de mission", "")


def test_an_ended_hat_is_gone_the_same_day_even_when_it_began_today(admin, ars):
    old, fresh = member_of(ars), member_of(ars, since=timezone.localdate())
    for hat in (old, fresh):
        joining.end_membership(hat, by=admin)
        assert not hat.user.memberships.current().exists()
        with pytest.raises(OutOfTurn, match="déjà terminé"):
            joining.end_membership(hat, by=admin)


def test_an_ended_hat_can_be_given_again(admin, ars):
    hat = member_of(ars)
    joining.end_membership(hat, by=admin)
    again = grant(hat.user, ars, admin)
    assert list(hat.user.memberships.current()) == [again]


def test_a_future_hat_that_is_ended_never_begins(admin, ars):
    tomorrow = timezone.localdate() + timedelta(days=1)
    hat = member_of(ars, since=tomorrow)
    joining.end_membership(hat, by=admin)
    assert not Membership.objects.current(tomorrow).filter(pk=hat.pk).exists()


def test_nobody_ends_or_changes_their_own(admin):
    administrator()
    with pytest.raises(NotAllowed, match="votre propre"):
        joining.end_membership(admin, by=admin)
    with pytest.raises(NotAllowed, match="Un autre membre"):
        joining.change_membership(admin, job_title="Chef", delegation="", by=admin)


def test_the_last_administrator_stays_even_when_two_end_each_other(admin):
    other = administrator()
    joining.end_membership(other, by=admin)
    with pytest.raises(OutOfTurn, match="au moins un compte d'administration"):
        joining.end_membership(admin, by=other)


def test_ending_another_role_does_not_count_administrators(admin):
    organisation = OrganisationFactory(kind=OrganisationKind.ARACT)
    hat = MembershipFactory(organisation=organisation)
    joining.end_membership(hat, by=admin)
    assert not hat.user.memberships.current().exists()
