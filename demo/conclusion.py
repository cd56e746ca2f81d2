"""Bringing the current exploration call to validated decisions, from which `make rehearse` plays its batch."""

from datetime import datetime

from applications.enums import ApplicationState
from applications.models import Application
from calls.models import Call
from commission.approving import approve
from commission.assigning import assign
from commission.enums import DecisionState, ReviewState
from commission.models import Assignment, Decision
from demo.commission import Commission


def decide_all(call: Call, *, now: datetime) -> int:
    """Check, review, decide and validate whatever is not yet; returns how many letters must leave."""
    commission = Commission()
    fiches = Application.objects.filter(project__call=call).with_parties()
    for application in fiches.filter(state=ApplicationState.DEPOSITED):
        commission.admit(application, at=now)
    admissible = list(fiches.filter(state=ApplicationState.ADMISSIBLE))
    for turn, application in enumerate(admissible):
        complete_reviews(application, commission, turn, now)
    for application in admissible:
        complete_decision(application, commission, now)
    return Decision.objects.filter(application__project__call=call, state=DecisionState.VALIDATED).count()


def complete_reviews(application: Application, commission: Commission, turn: int, now: datetime) -> None:
    live = Assignment.objects.live().filter(application=application).select_related("rapporteur")
    if not live.exists():
        commission.confide(application, turn=turn, at=now)
    for tied in live.filter(has_conflict=True):
        authority = commission.dgos if tied.rapporteur in commission.dgos.values() else commission.anact
        other = next(authority[slug] for slug in ("rapport-1", "rapport-2") if authority[slug] != tied.rapporteur)
        assign(application, other, by=commission.secretary, now=now)
    for assignment in live.exclude(review__state=ReviewState.SUBMITTED):
        commission.review(assignment, level=3, turn=turn, at=now)


def complete_decision(application: Application, commission: Commission, now: datetime) -> None:
    reason = "La commission retient le projet pour la qualité de son collectif et de sa méthode."
    known = Decision.objects.filter(application=application).first()
    decision = known or commission.retain(application, reason=reason, at=now)
    for authority in (commission.dgos, commission.anact):
        signatory = authority["signature"]
        given = decision.approvals.filter(revision=decision.revision, approved_by=signatory)
        if decision.state == DecisionState.PROPOSED and not given.exists():
            decision = approve(decision, decision.revision, by=signatory, now=now)
