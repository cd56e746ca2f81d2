"""The two validations: two persons, two organisations, of what they have read."""

import pytest

from accounts.enums import OrganisationKind, Role
from commission.approving import approve, send_back
from commission.enums import DecisionState, NationalParty
from commission.models import Approval, Decision, Envelope
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from tests.commission.decided import heard, proposed, signatory, validated
from tests.factories import NOW, CallFactory, national, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision():
    return proposed(heard(CallFactory()))


def test_one_validation_is_not_enough_two_are(decision):
    once = approve(decision, 1, by=signatory(NationalParty.ANACT), now=NOW)
    assert once.state == DecisionState.PROPOSED
    twice = approve(decision, 1, by=signatory(NationalParty.DGOS), now=NOW)
    assert twice.state == DecisionState.VALIDATED
    assert JournalEntry.objects.filter(deed="commission.approve").count() == 2


def test_the_same_authority_validates_once(decision):
    """Case 7."""
    approve(decision, 1, by=signatory(NationalParty.DGOS))
    with pytest.raises(OutOfTurn, match="déjà validée pour la DGOS"):
        approve(decision, 1, by=signatory(NationalParty.DGOS))


def test_the_same_person_with_two_hats_is_refused(decision):
    """Case 7."""
    dgos = signatory(NationalParty.DGOS)
    approve(decision, 1, by=dgos)
    with pytest.raises(Refused, match="deux personnes"):
        approve(decision, 1, by=signatory(NationalParty.ANACT, user=dgos.user))
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.PRESIDENT, Role.RAPPORTEUR])
def test_only_signatories_validate(decision, role):
    with pytest.raises(NotAllowed):
        approve(decision, 1, by=national(OrganisationKind.DGOS, role))


def test_a_proposal_that_changed_since_it_was_read_is_not_validated(decision):
    proposed(decision.application)
    with pytest.raises(OutOfTurn, match="a changé depuis que vous l'avez lue"):
        approve(decision, 1, by=signatory(NationalParty.DGOS))
    assert not Approval.objects.exists()


def test_sending_back_tells_why_and_keeps_the_money_aside(decision):
    approve(decision, 1, by=signatory(NationalParty.ANACT))
    back = send_back(decision, 1, reason="Le complément est à revoir.", by=signatory(NationalParty.DGOS), now=NOW)
    assert (back.state, back.return_reason) == (DecisionState.RETURNED, "Le complément est à revoir.")
    assert Envelope.objects.get().committed == decision.amount
    assert JournalEntry.objects.first().data["lapsed"] == ["anact"]
    with pytest.raises(OutOfTurn, match="renvoyée"):
        approve(decision, 1, by=signatory(NationalParty.DGOS))


def test_after_a_return_the_next_proposal_starts_afresh(decision):
    send_back(decision, 1, reason="À revoir.", by=signatory(NationalParty.DGOS))
    again = proposed(decision.application)
    assert (again.revision, again.state, again.return_reason) == (2, DecisionState.PROPOSED, "")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_sending_back_needs_a_reason(decision, reason):
    with pytest.raises(Refused):
        send_back(decision, 1, reason=reason, by=signatory(NationalParty.DGOS))


def test_a_validated_decision_is_neither_validated_again_nor_sent_back():
    """Case 35."""
    decision = validated(heard(CallFactory()))
    for deed in (
        lambda: approve(decision, 1, by=signatory(NationalParty.DGOS)),
        lambda: send_back(decision, 1, reason="Non.", by=signatory(NationalParty.DGOS)),
    ):
        with pytest.raises(OutOfTurn):
            deed()
    with pytest.raises(NotAllowed):
        send_back(proposed(heard(CallFactory())), 1, reason="Non.", by=secretary())


def test_awaiting_an_authority_means_proposed_and_not_yet_validated_by_it(decision):
    approve(decision, 1, by=signatory(NationalParty.DGOS))
    assert not Decision.objects.awaiting(NationalParty.DGOS).exists()
    assert Decision.objects.awaiting(NationalParty.ANACT).get() == decision
    proposed(decision.application)
    assert Decision.objects.awaiting(NationalParty.DGOS).exists()
