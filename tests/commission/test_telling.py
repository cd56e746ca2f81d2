"""Each in the commission is told that it is their turn."""

import pytest

from accounts.enums import OrganisationKind, Role
from commission.approving import approve, send_back
from commission.assigning import assign
from commission.deciding import propose
from commission.declaring import declare_conflict
from commission.enums import NationalParty, Outcome
from commission.notices import issue
from commission.reminding import remind
from commission.reviewing import save_draft, submit
from tests.commission.decided import heard, proposed, signatory, validated
from tests.commission.examined import entrusted, fiche, opened, rapporteur, scored, whole
from tests.factories import NOW, CallFactory, member_of, national, secretary
from tests.mails import told

pytestmark = pytest.mark.django_db


def test_a_proposal_waits_for_the_signatories_then_for_the_secretary():
    signatories = {party: signatory(party) for party in NationalParty}
    clerk = secretary()
    decision = proposed(heard(CallFactory()), by=clerk)
    assert told("commission.proposed") == {hat.user.email for hat in signatories.values()}
    for hat in signatories.values():
        assert told("commission.validated") == set()
        decision = approve(decision, decision.revision, by=hat, now=NOW)
    assert clerk.user.email in told("commission.validated")


def test_a_decision_sent_back_is_told_to_the_secretary():
    clerk, hat = secretary(), signatory(NationalParty.DGOS)
    decision = proposed(heard(CallFactory()), by=clerk)
    send_back(decision, 1, reason="Le motif est trop court.", by=hat, now=NOW)
    assert clerk.user.email in told("commission.returned")
    propose(decision.application, outcome=Outcome.NOT_RETAINED, reason="Un motif plus long.", by=clerk, now=NOW)
    assert hat.user.email in told("commission.proposed")


def test_the_last_review_is_told_to_the_presidency():
    president, last = national(OrganisationKind.DGOS, Role.PRESIDENT), rapporteur(NationalParty.ANACT)
    application = fiche(CallFactory())
    waiting = opened(application, last)
    scored(application, rapporteur(NationalParty.DGOS))
    assert told("commission.heard") == set()
    save_draft(waiting, whole(waiting), by=last, now=NOW)
    submit(waiting, by=last, now=NOW)
    assert told("commission.heard") == {president.user.email}


def test_a_rapporteur_is_told_of_what_is_entrusted_taken_back_and_late():
    clerk, former, later = secretary(), rapporteur(), rapporteur()
    application = fiche(CallFactory())
    assignment = entrusted(application, former, by=clerk)
    assert told("commission.assigned") == {former.user.email}
    remind(application.project.call, former, by=clerk, now=NOW)
    assert told("commission.reminded") == {former.user.email}
    declare_conflict(assignment, reason="J'y ai travaillé.", by=former, now=NOW)
    assert told("commission.conflict") == {clerk.user.email}
    entrusted(application, later, by=clerk)
    assign(application, rapporteur(), reason="Absence longue.", by=clerk, now=NOW)
    assert told("commission.unassigned") == {later.user.email}


def test_the_letter_is_sent_to_the_pair():
    decision = validated(heard(CallFactory()))
    reader = member_of(decision.application.project.ars)
    issue(decision, by=secretary(), now=NOW)
    assert told("commission.notified") == {reader.user.email}
