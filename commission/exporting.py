"""The decisions of a call as a spreadsheet."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from commission.enums import NationalParty, Outcome
from commission.suggesting import Candidate
from records.spreadsheets import Sheet

HEADERS = (
    "Région",
    "Projet",
    "ARS",
    "Aract ou opérateur",
    "Numéro de dépôt",
    "Projets numériques",
    "Structures",
    "Part complémentaire demandée (€)",
    "Note moyenne sur 20",
    "Écart entre les notes",
    "Avis",
    "Décision",
    "État",
    "Révision",
    "Part fixe (€)",
    "Part complémentaire (€)",
    "Part complémentaire selon la règle (€)",
    "Motif de l'écart",
    "Total (€)",
    "Rang",
    "Motif",
    "Proposée le",
    "Validée par la DGOS le",
    "Validée par l'Anact le",
    "Lettre de décision",
)


def decisions_sheet(rows: Sequence[Candidate]) -> Sheet:
    prefetch_related_objects([row.application for row in rows], "deposit")
    return Sheet("Décisions", HEADERS, [line_of(row) for row in rows])


def line_of(row: Candidate) -> list[object]:
    standing, decision, project = row.standing, row.decision, row.application.project
    deposit = row.application.deposit
    about = [
        project.region.name,
        project.title,
        project.ars.name,
        project.aract.name,
        deposit.number if deposit else None,
        standing.projects,
        standing.establishments,
        standing.requested,
        standing.mean,
        standing.spread,
        ", ".join(f"{NationalParty(key).label} : {one.get_opinion_display()}" for key, one in standing.reviews.items()),
    ]
    if decision is None:
        return [*about, "à proposer"]
    retained = decision.outcome == Outcome.RETAINED
    amounts: list[object] = [None] * 5
    if retained:
        amounts = [decision.fixed, decision.complement, decision.by_rule, decision.gap_reason, decision.amount]
    approved = {party: approval.approved_at for party, approval in row.approvals.items()}
    return [
        *about,
        decision.get_outcome_display(),
        decision.get_state_display(),
        decision.revision,
        *amounts,
        decision.rank,
        decision.reason,
        decision.proposed_at,
        approved.get(NationalParty.DGOS),
        approved.get(NationalParty.ANACT),
        row.notice.act.number if row.notice else None,
    ]
