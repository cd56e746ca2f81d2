"""Builders for decisions and notices: fiches heard by both rapporteurs, decisions at each stage."""

from decimal import Decimal

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Region
from applications.enums import ApplicationState
from applications.models import Application
from calls.models import Call
from commission.approving import approve
from commission.deciding import propose
from commission.enums import NationalParty, Opinion, Outcome, ReviewState
from commission.models import Assignment, Decision, Review
from tests.applications.fiches import received
from tests.factories import (
    NOW,
    ApplicationFactory,
    DigitalProjectFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    RegionFactory,
    national,
    secretary,
)

KINDS = {NationalParty.DGOS: OrganisationKind.DGOS, NationalParty.ANACT: OrganisationKind.ANACT}


def admissible(call: Call, region: Region | None = None, *, structures: int = 2) -> Application:
    """An admissible, deposited fiche with one digital project and some establishments."""
    project = RegionalProjectFactory(call=call, region=region or RegionFactory())
    tool = DigitalProjectFactory(project=project)
    ParticipationFactory.create_batch(structures, project=project, digital_project=tool)
    return received(ApplicationFactory(project=project), ApplicationState.ADMISSIBLE)


def assign(application: Application, party: NationalParty, **fields) -> Assignment:
    return Assignment.objects.create(
        application=application,
        party=party,
        rapporteur=national(KINDS[party], Role.RAPPORTEUR, job_title=f"Rapporteure {party.label}"),
        assigned_by=secretary(),
        **{"has_conflict": False, "declared_at": NOW, **fields},
    )


def review(assignment: Assignment, total: str = "15.00", *, state: ReviewState = ReviewState.SUBMITTED) -> Review:
    return Review.objects.create(
        assignment=assignment,
        deposit=assignment.application.deposit,
        state=state,
        opinion=Opinion.FAVOURABLE,
        comment="Un collectif solide, un calendrier tenable.",
        total=Decimal(total),
        submitted_at=NOW,
    )


def heard(call: Call, region: Region | None = None, **kwargs) -> Application:
    """An admissible fiche with both reviews submitted."""
    application = admissible(call, region, **kwargs)
    for party in NationalParty:
        review(assign(application, party))
    return application


def signatory(party: NationalParty, **fields) -> Membership:
    """The one who signs for this authority, with the words that appear under the signature (R83)."""
    capacity = {
        NationalParty.DGOS: {
            "job_title": "La directrice générale de l'offre de soins",
            "delegation": "Pour le ministre et par délégation",
            "delegation_act": "Journal officiel du 2 janvier 2026",
        },
        NationalParty.ANACT: {"job_title": "Le directeur général de l'Anact"},
    }[party]
    return national(KINDS[party], Role.SIGNATORY, **{**capacity, **fields})


def proposed(application: Application, outcome: Outcome = Outcome.RETAINED, **fields) -> Decision:
    amounts = {}
    if outcome == Outcome.RETAINED:
        amounts = {"complement": Decimal("30000.50"), "gap_reason": "La commission réserve le reste de l'enveloppe."}
    ranks = {"rank": application.pk} if outcome == Outcome.WAITING else {}
    values = {"reason": "Un collectif complet.", "by": secretary(), "now": NOW, **amounts, **ranks, **fields}
    return propose(application, outcome=outcome, **values)


def validated(application: Application, outcome: Outcome = Outcome.RETAINED, **fields) -> Decision:
    decision = proposed(application, outcome, **fields)
    for party in NationalParty:
        decision = approve(decision, decision.revision, by=signatory(party), now=NOW)
    return decision
