"""Invitations as deeds: who may, what is kept, what leaves, what cannot happen twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts import inviting
from accounts.enums import InvitationState, OrganisationKind, Role
from accounts.models import Invitation, Membership, User
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.accounts.conftest import GOOD_PASSWORD, token_sent_to
from tests.factories import NOW, UserFactory, member_of, secretary

pytestmark = pytest.mark.django_db


def test_the_mail_holds_the_link_and_the_row_only_a_digest(invited, settings):
    invitation, token = invited()
    message = Message.objects.get()
    assert f"{settings.SITE_URL}/invitation/{token}/" in message.body
    assert f"{settings.SITE_URL}/invitation/•••/" in message.shown_body
    assert "ARS fictive" in message.body
    assert "rédaction" in message.body
    row = Invitation.objects.values().get()
    assert not [value for value in row.values() if token in str(value)]
    assert Invitation.objects.bearing(token).get() == invitation
    assert not Invitation.objects.bearing(invitation.token_digest).exists()


def test_it_is_good_for_fourteen_days(admin, ars):
    invitation = inviting.invite(
        email="x@exemple.test", organisation=ars, role=Role.WRITER, job_title="Cadre", by=admin, now=NOW
    )
    last = NOW + timedelta(days=14)
    assert invitation.state(last - timedelta(seconds=1)) == InvitationState.PENDING
    assert invitation.state(last) == InvitationState.EXPIRED
    assert set(Invitation.objects.pending(last - timedelta(seconds=1))) == {invitation}
    assert set(Invitation.objects.expired(last)) == {invitation}


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.ARS, Role.RAPPORTEUR),
        (OrganisationKind.DGOS, Role.WRITER),
        (OrganisationKind.ESTABLISHMENT, Role.ADMINISTRATOR),
        (OrganisationKind.ARACT, Role.CONTACT),
    ],
)
def test_a_role_foreign_to_the_organisation_is_refused(admin, ars, kind, role):
    ars.kind = kind
    with pytest.raises(Refused, match="n'existe pas pour l'ARS fictive"):
        inviting.invite(email="x@exemple.test", organisation=ars, role=role, job_title="Cadre", by=admin)
    assert not Invitation.objects.exists()
    assert not Message.objects.exists()


def test_only_administrators_invite_and_never_themselves(admin, ars):
    fields = {"organisation": ars, "role": Role.WRITER, "job_title": "Cadre"}
    with pytest.raises(NotAllowed):
        inviting.invite(email="x@exemple.test", by=secretary(), **fields)
    with pytest.raises(NotAllowed, match="Un autre membre"):
        inviting.invite(email=admin.user.email.upper(), by=admin, **fields)


def test_the_same_offer_is_not_made_twice(invited):
    invited()
    with pytest.raises(OutOfTurn, match="déjà partie"):
        invited("Nouvelle@Exemple.test")
    assert Message.objects.count() == 1
    copy = Invitation.objects.get()
    copy.pk, copy.token_digest = None, "x"
    with pytest.raises(IntegrityError):
        copy.save(force_insert=True)


def test_someone_who_has_the_role_is_not_invited_to_it(invited, ars):
    hat = member_of(ars)
    with pytest.raises(OutOfTurn, match="déjà ce rôle"):
        invited(hat.user.email)


def test_sending_again_replaces_the_link(invited, admin):
    invitation, old = invited(age=timedelta(days=20))
    assert invitation.state() == InvitationState.EXPIRED
    inviting.resend_invitation(invitation, by=admin)
    new = token_sent_to(invitation.email)
    assert new != old
    assert not Invitation.objects.bearing(old).exists()
    assert Invitation.objects.bearing(new).get().state() == InvitationState.PENDING
    assert Message.objects.count() == 2


@pytest.mark.parametrize("deed", [inviting.resend_invitation, inviting.revoke_invitation])
def test_an_answered_invitation_is_neither_sent_again_nor_cancelled(invited, admin, deed):
    invitation, _ = invited()
    inviting.accept_as_newcomer(invitation, full_name="Nouvelle venue", password=GOOD_PASSWORD)
    with pytest.raises(OutOfTurn, match="déjà été acceptée"):
        deed(invitation, by=admin)


def test_a_newcomer_gets_an_account_and_a_hat(invited, ars):
    invitation, _ = invited()
    hat = inviting.accept_as_newcomer(invitation, full_name="Nouvelle venue", password=GOOD_PASSWORD)
    assert (hat.organisation, hat.role, hat.job_title) == (ars, Role.WRITER, "Chargée de mission")
    assert hat.since == timezone.localdate()
    assert hat.user.check_password(GOOD_PASSWORD)
    assert not hat.user.demo
    invitation.refresh_from_db()
    assert invitation.accepted_as == hat
    with pytest.raises(OutOfTurn):
        inviting.accept_as_newcomer(invitation, full_name="Autre", password=GOOD_PASSWORD)
    assert User.objects.filter(email=invitation.email).count() == 1


def test_a_known_person_gets_one_more_hat(invited, ars):
    person = UserFactory(email="connue@exemple.test")
    invitation, _ = invited("CONNUE@exemple.test")
    with pytest.raises(OutOfTurn, match="connectez-vous"):
        inviting.accept_as_newcomer(invitation, full_name="Autre", password=GOOD_PASSWORD)
    inviting.accept(invitation, user=person)
    assert person.memberships.current().get().organisation == ars


def test_nobody_accepts_for_another(invited):
    invitation, _ = invited()
    with pytest.raises(NotAllowed, match="autre personne"):
        inviting.accept(invitation, user=UserFactory())
    assert not Membership.objects.filter(role=Role.WRITER).exists()


@pytest.mark.parametrize("ended", ["expired", "revoked"])
def test_a_dead_invitation_opens_nothing(invited, admin, ended):
    invitation, _ = invited(age=timedelta(days=15 if ended == "expired" else 0))
    if ended == "revoked":
        inviting.revoke_invitation(invitation, by=admin)
    with pytest.raises(OutOfTurn):
        inviting.accept_as_newcomer(invitation, full_name="Autre", password=GOOD_PASSWORD)
    assert not User.objects.filter(email=invitation.email).exists()


def test_the_journal_tells_it_without_names_or_addresses(invited, admin):
    first, _ = invited("une@exemple.test")
    second, _ = invited("deux@exemple.test")
    inviting.resend_invitation(first, by=admin)
    inviting.revoke_invitation(second, by=admin)
    first.refresh_from_db()
    inviting.accept_as_newcomer(first, full_name="Nouvelle venue", password=GOOD_PASSWORD)
    entries = JournalEntry.objects.order_by("pk")
    assert [entry.deed for entry in entries] == [
        "accounts.invite",
        "accounts.invite",
        "accounts.resend_invitation",
        "accounts.revoke_invitation",
        "accounts.accept_invitation",
    ]
    written = str(list(entries.values()))
    assert "@exemple.test" not in written
    assert "Nouvelle venue" not in written
