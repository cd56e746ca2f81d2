"""Proposing decisions: who may, when, and never above the envelope."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import OrganisationKind, Role
from applications.enums import ApplicationState
from applications.models import Application
from commission.approving import approve
from commission.deciding import EnvelopeExceeded, propose
from commission.enums import DecisionState, NationalParty, Outcome, ReviewState
from commission.hearing import missing_reviews
from commission.models import Decision, Envelope
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from tests.commission.decided import admissible, assign, heard, proposed, review, signatory, validated
from tests.factories import NOW, CallFactory, national, secretary
from tests.together import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def retained(application, complement="0", **fields) -> Decision:
    """Retained with the fixed share of 70 000 €, and a complement that departs from the rule for a stated reason."""
    return propose(
        application,
        outcome=Outcome.RETAINED,
        complement=Decimal(complement),
        **{"gap_reason": "Reste réservé.", "reason": "Complet.", "by": secretary(), "now": NOW, **fields},
    )


def test_a_first_proposal_commits_its_amount_and_is_journaled():
    application = heard(CallFactory())
    decision = retained(application, complement="30000.50")
    assert (decision.revision, decision.state, decision.amount) == (1, DecisionState.PROPOSED, Decimal("100000.50"))
    assert Envelope.objects.get().committed == Decimal("100000.50")
    entry = JournalEntry.objects.get(deed="commission.propose")
    assert entry.data["complement"] == "30000.50"


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.DGOS, Role.RAPPORTEUR),
        (OrganisationKind.ANACT, Role.SIGNATORY),
    ],
)
def test_only_secretaries_and_presidents_propose(kind, role):
    with pytest.raises(NotAllowed):
        retained(heard(CallFactory()), by=national(kind, role))


@pytest.mark.parametrize("state", [ApplicationState.DEPOSITED, ApplicationState.WITHDRAWN])
def test_a_fiche_that_is_not_admissible_is_out_of_turn(state):
    """Case 35."""
    application = heard(CallFactory())
    Application.objects.filter(pk=application.pk).update(state=state)
    with pytest.raises(OutOfTurn, match="recevable"):
        retained(application)


def test_both_reviews_are_needed_and_the_refusal_names_who_is_missing():
    """Case 35: no decision before the reviews."""
    application = admissible(CallFactory())
    review(assign(application, NationalParty.DGOS), state=ReviewState.DRAFT)
    with pytest.raises(OutOfTurn) as refusal:
        retained(application)
    assert "la DGOS (rapporteure DGOS)" in refusal.value.reason
    assert "un rapporteur de l'Anact, à désigner" in refusal.value.reason


def test_a_rapporteur_in_conflict_does_not_count():
    application = admissible(CallFactory())
    assign(application, NationalParty.DGOS, has_conflict=True)
    review(assign(application, NationalParty.ANACT))
    assert missing_reviews(application) == ["un rapporteur de la DGOS sans lien d'intérêt, à désigner"]


def test_nothing_exceeds_the_envelope_and_the_refusal_says_how_much_is_left():
    """Case 6, one after the other."""
    call = CallFactory()
    retained(heard(call), complement="800000")
    application = heard(call)
    with pytest.raises(EnvelopeExceeded, match="130\N{NO-BREAK SPACE}000,00\N{NO-BREAK SPACE}€"):
        retained(application, complement="60000.01")
    assert not Decision.objects.filter(application=application).exists()
    retained(application, complement="60000")
    assert Envelope.objects.get().left == 0


def test_proposing_again_counts_the_difference_only():
    call = CallFactory()
    application = heard(call)
    retained(application, complement="900000")
    again = retained(application, complement="930000")
    assert again.revision == 2
    assert Envelope.objects.get().committed == Decimal(1_000_000)


@pytest.mark.parametrize("outcome", [Outcome.NOT_RETAINED, Outcome.WAITING])
def test_what_is_not_retained_gives_its_money_back(outcome):
    application = heard(CallFactory())
    retained(application)
    proposed(application, outcome, complement=Decimal(5))
    assert Envelope.objects.get().committed == 0


def test_a_withdrawn_fiche_holds_no_money_at_the_next_proposal():
    call = CallFactory()
    gone = heard(call)
    retained(gone, complement="900000")
    Application.objects.filter(pk=gone.pk).update(state=ApplicationState.WITHDRAWN)
    retained(heard(call), complement="900000")
    assert Envelope.objects.get().committed == Decimal(970_000)


def test_a_new_proposal_makes_approvals_lapse_and_says_so():
    application = heard(CallFactory())
    first = retained(application)
    approve(first, 1, by=signatory(NationalParty.DGOS), now=NOW)
    second = retained(application, complement="10")
    assert second.state == DecisionState.PROPOSED
    assert not second.approvals.filter(revision=2).exists()
    assert JournalEntry.objects.first().summary.endswith("validation caduque : DGOS")


def test_a_validated_decision_may_be_proposed_anew_but_a_notified_one_never():
    decision = validated(heard(CallFactory()))
    assert retained(decision.application).state == DecisionState.PROPOSED
    Decision.objects.update(state=DecisionState.NOTIFIED)
    with pytest.raises(OutOfTurn, match="notifiée"):
        retained(decision.application)


def test_two_secretaries_on_one_fiche_the_second_reads_what_stands():
    """Case 4."""
    application = heard(CallFactory())
    retained(application, seen=0)
    with pytest.raises(OutOfTurn, match="retenue, 70\N{NO-BREAK SPACE}000,00"):
        proposed(application, Outcome.NOT_RETAINED, seen=0)
    assert Decision.objects.get().outcome == Outcome.RETAINED


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"outcome": Outcome.RETAINED}, "reçoit un montant"),
        ({"outcome": Outcome.WAITING}, "rang"),
        ({"outcome": Outcome.NOT_RETAINED, "reason": "  "}, "motif"),
    ],
)
def test_nonsense_is_refused(fields, message):
    call = CallFactory(rule_made__fixed=Decimal(0))
    with pytest.raises(Refused, match=message):
        propose(heard(call), **{"reason": "Motif.", "by": secretary(), **fields})


def test_two_fiches_never_wait_at_the_same_rank():
    call = CallFactory()
    first = proposed(heard(call), Outcome.WAITING, rank=1)
    with pytest.raises(Refused, match=f"rang 1 .* {first.application.project.region}"):
        proposed(heard(call), Outcome.WAITING, rank=1)


def test_the_database_itself_refuses_too_large_a_commitment():
    """Case 6, even if the deed forgot."""
    retained(heard(CallFactory()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.update(committed=Decimal("1000000.01"))


@pytest.mark.django_db(transaction=True)
def test_eight_simultaneous_awards_of_300_000_on_a_million_grant_three():
    """Case 6."""
    call = CallFactory()
    applications = [heard(call) for _ in range(8)]
    by = secretary()
    refusals = at_once(
        *(
            lambda application=application: retained(application, complement="230000", by=by)
            for application in applications
        )
    )
    assert [type(refusal) for refusal in refusals] == [EnvelopeExceeded] * 5
    assert Envelope.objects.get().committed == Decimal(900_000)
    assert sum(decision.amount for decision in Decision.objects.all()) == Decimal(900_000)
