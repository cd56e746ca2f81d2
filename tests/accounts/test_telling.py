"""People are told what becomes of their roles and account, administrators of what fails."""

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.failures import tell_failures
from accounts.inviting import invite
from accounts.joining import end_membership, grant
from accounts.leaving import deactivate
from records.models import Job, JobState, Message
from tests.factories import MembershipFactory, OrganisationFactory, administrator
from tests.mails import told

pytestmark = pytest.mark.django_db


def test_an_invitation_a_role_given_then_ended_and_an_account_closed():
    admin, hat = administrator(), MembershipFactory()
    organisation = OrganisationFactory()
    invite(email="nouveau@exemple.test", organisation=organisation, role=Role.WRITER, job_title="Cadre", by=admin)
    assert told("accounts.invited") == {"nouveau@exemple.test"}
    given = grant(hat.user, organisation=organisation, role=Role.WRITER, job_title="Cadre", by=admin)
    assert told("accounts.role_added") == {hat.user.email}
    end_membership(given, by=admin)
    assert told("accounts.role_ended") == {hat.user.email}
    deactivate(hat.user, by=admin)
    assert told("accounts.disabled") == {hat.user.email}


def test_a_failed_job_is_told_once_a_failure():
    admin = administrator()
    run = Job.objects.create(
        deed="essai", label="Travail d'essai", state=JobState.FAILED, created_by=admin.user, finished_at=timezone.now()
    )
    tell_failures()
    tell_failures()
    assert told("accounts.job_failed") == {admin.user.email}
    [message] = Message.objects.filter(moment="accounts.job_failed")
    assert run.label in message.subject
