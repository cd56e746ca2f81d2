"""The letters that make decisions known: the act that each one is (layout of R82–R83)."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from acts.addressees import agency
from acts.appeals import PARIS_COURT
from acts.authors import Author, author_of, awaited
from acts.drafting import ActDraft, content_of
from acts.enums import ActKind
from acts.pdfs import shown
from applications.silence import implicit_refusal_on
from commission.approving import PARTIES
from commission.enums import NationalParty, Outcome
from commission.models import Approval, Decision, Notice
from commission.spelling import euros_in_words
from core.wording import PARIS, day, euros, instant
from regions.models import Participation, RegionalProject

KINDS = {party: OrganisationKind(kind) for kind, party in PARTIES.items()}
ANNEX = "annexe « Calcul de la subvention et structures participantes »"


def draft_of(decision: Decision, at: datetime) -> ActDraft:
    """What the letter of a decision's present revision says.

    The decision is national: DGOS, first of its authors, sits in Paris, and so does the court, whatever the region
    (CJA R. 312-1, domain L5).
    """
    projects = RegionalProject.objects.with_counts().select_related("call__rule", "region", "ars__region", "aract")
    project = projects.get(pk=decision.application.project_id)
    call, deposit = project.call, decision.application.in_force
    parties = parties_of(decision)
    retained = decision.outcome == Outcome.RETAINED
    return ActDraft(
        kind=ActKind.NOTICE,
        subject=f"{call.title} – décision relative au projet de la région {project.region}",
        sense=sense_of(decision),
        authors=[author_in(*place, at) for place in parties],
        addressee=agency(project.ars),
        copies=[project.aract.name],
        enclosures=[ANNEX] if retained else [],
        court=PARIS_COURT,
        visas=visas_of(project),
        reasons=decision.reason,
        place=(parties[0][1].city if parties[0][1] else "") or "Paris",
        decided_on=max((given.approved_at.astimezone(PARIS).date() for *_, given in parties if given), default=None),
        implicit_on=implicit_refusal_on(deposit),
        body={
            "deposit": {"number": deposit.number, "received_on": day(deposit.received_at.astimezone(PARIS).date())},
            "decision": _decision(decision),
            "annex_template": "acts/kinds/_notice_annex.html" if retained else "",
            **_project(project),
        },
    )


def letter_of(decision: Decision, at: datetime | None = None) -> dict[str, Any]:
    """The letter as it stands, as plain data: a project, without a number."""
    at = at or timezone.now()
    return content_of(draft_of(decision, at), at)


def sense_of(decision: Decision) -> str:
    match decision.outcome:
        case Outcome.RETAINED:
            return f"Projet retenu : {euros(decision.amount)}"
        case Outcome.WAITING:
            return f"Projet inscrit sur la liste d'attente, au rang {decision.rank}"
        case _:
            return "Projet non retenu"


def visas_of(project: RegionalProject) -> list[str]:
    call = project.call
    return [
        "le code de la santé publique, notamment ses articles L. 1435-8 et suivants",
        *([call.legal_basis] if call.legal_basis else []),
        f"l'appel à projets « {call.title} » ({call.reference})",
        "l'avis de la commission d'examen",
    ]


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "fixed": str(decision.fixed),
        "complement": str(decision.complement),
        "amount": str(decision.amount),
        "amount_in_words": euros_in_words(decision.amount),
        "by_rule": str(decision.by_rule) if decision.departs else "",
        "gap_reason": decision.gap_reason,
        "rank": decision.rank,
        "reason": decision.reason,
    }


def _project(project: Any) -> dict[str, Any]:
    """The call with its rule, the region, its pair and its project (`with_counts`) with those who take part."""
    call, rule = project.call, project.call.rule
    rows = Participation.objects.present().filter(project=project).select_related("establishment", "digital_project")
    return {
        "call": {
            "title": call.title,
            "reference": call.reference,
            "legal_basis": call.legal_basis,
            "funds_from": day(call.funds_from) if call.funds_from else "",
            "envelope": str(rule.envelope),
            "project_weight": str(rule.project_weight),
            "establishment_weight": str(rule.establishment_weight),
            "cap": None if rule.cap is None else str(rule.cap),
        },
        "region": {"name": str(project.region)},
        "aract": {"name": project.aract.short_name},
        "project": {
            "title": project.title,
            "projects": project.project_count,
            "establishments": project.establishment_count,
            "requested": None if project.requested_complement is None else str(project.requested_complement),
            "participants": [_participant(row) for row in rows],
        },
    }


def _participant(row: Participation) -> dict[str, str]:
    there = row.establishment
    status = f"{there.get_sector_display()}, {there.get_legal_status_display()}"
    return {"name": str(there), "status": status, "project": str(row.digital_project or "")}


def author_in(
    party: NationalParty, organisation: Organisation | None, approval: Approval | None, at: datetime
) -> Author:
    """One of the two authors: the person who validated, or the place kept for the one who will."""
    if approval is not None:
        on = at.astimezone(PARIS).date()
        return author_of(approval.approved_by, on, signed=f"Validé le {instant(approval.approved_at)}")
    return awaited(organisation or Organisation(name=party.label), "Validation attendue")


def parties_of(decision: Decision) -> list[tuple[NationalParty, Organisation | None, Approval | None]]:
    """DGOS then Anact, each with its approval of this revision if given."""
    given = decision.approvals.filter(revision=decision.revision).select_related(
        "approved_by__organisation", "approved_by__user"
    )
    approvals = {NationalParty(approval.party): approval for approval in given}
    organisations: dict[str, Organisation] = {}
    for organisation in Organisation.objects.of_kind(*KINDS.values()).order_by("-pk"):
        organisations[organisation.kind] = organisation
    return [
        (
            party,
            approvals[party].approved_by.organisation if party in approvals else organisations.get(KINDS[party]),
            approvals.get(party),
        )
        for party in NationalParty
    ]


def shown_letter(decision: Decision, notice: Notice | None) -> dict[str, Any]:
    """The context of the letter on a page: as it was issued, else as a project."""
    return shown(letter_of(decision) if notice is None else notice.act.content)
