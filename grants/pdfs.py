"""The papers of the money, in PDF: a submitted statement, a recovery letter, the ledger."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from grants.enums import Side
from grants.models import LedgerEntry, Recovery, Submission
from records import papers, pdf
from regions.models import RegionalProject

CSS = "pdf/grants.css"


def gap_in_percent(planned: Decimal, actual: Decimal) -> Decimal | None:
    """The gap in % of what was planned; None when nothing was."""
    return (actual - planned) * 100 / planned if planned else None


def row(label: str, planned: Decimal, actual: Decimal) -> dict[str, Any]:
    return {
        "label": label,
        "planned": planned,
        "actual": actual,
        "gap": actual - planned,
        "percent": gap_in_percent(planned, actual),
    }


def statement_tables(content: dict[str, Any]) -> dict[str, Any]:
    """The two halves of a frozen statement, each with its total, and its dates and amounts as values again."""
    agreement = content["agreement"]
    halves: dict[str, list[dict[str, Any]]] = {side.value: [] for side in Side}
    for line in content["lines"]:
        halves[line["side"]].append(row(line["label"], Decimal(line["planned"]), Decimal(line["actual"])))
    subsidy = row("Subvention de l'ARS", Decimal(agreement["amount"]), Decimal(agreement["paid"]))
    resources = [subsidy, *halves[Side.RESOURCE]]
    return {
        "uses": halves[Side.USE],
        "uses_total": total_of(halves[Side.USE]),
        "resources": resources,
        "resources_total": total_of(resources),
        "starts_on": date.fromisoformat(agreement["starts_on"]),
        "ends_on": date.fromisoformat(agreement["ends_on"]),
    }


def total_of(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    nothing = Decimal("0.00")
    return row("Total", sum((r["planned"] for r in rows), nothing), sum((r["actual"] for r in rows), nothing))


def statement_pdf(submission: Submission) -> bytes:
    agreement = submission.statement.agreement
    context = {"submission": submission, "agreement": agreement, "content": submission.content}
    title = f"Compte rendu financier {agreement.number}, version {submission.rank}"
    context |= statement_tables(submission.content)
    return pdf.render("grants/pdf/statement.html", context, base_css=CSS, title=title)


def keep_statement(submission_id: int) -> None:
    """The PDF of a submission, made once."""
    submission = Submission.objects.select_related(
        "statement__agreement__project", "submitted_by__organisation", "submitted_by__user"
    ).get(pk=submission_id)
    name = f"compte-rendu-{submission.statement.agreement.number}-v{submission.rank}.pdf"
    papers.keep(submission, "pdf", name, lambda: statement_pdf(submission))


def recovery_pdf(recovery: Recovery) -> bytes:
    """The letter: reasons, amount and how to contest it; the court is the one of the ARS's seat (L5).

    It is sent to the legal person of its day: Anact, where an Aract that was an association had signed.
    """
    agreement = recovery.agreement
    project, court = agreement.project, agreement.project.region.court
    context = {
        "recovery": recovery,
        "agreement": agreement,
        "project": project,
        "ars": project.ars,
        "addressee": agreement.beneficiary.legal_person(recovery.decided_on).name,
        "court": f"{court[:1].lower()}{court[1:]}" or "tribunal administratif du siège de l'agence",
    }
    return pdf.render("grants/pdf/recovery.html", context, base_css=CSS, title=f"Reversement {recovery.number}")


def keep_recovery_letter(recovery_id: int) -> None:
    """The letter of a recovery, made once."""
    recovery = Recovery.objects.select_related(
        "agreement__project__region",
        "agreement__project__ars",
        "agreement__project__call",
        "agreement__beneficiary__organisation",
        "decided_by",
    ).get(pk=recovery_id)
    papers.keep(recovery, "letter", f"{recovery.number}.pdf", lambda: recovery_pdf(recovery))


def ledger_pdf(project: RegionalProject, entries: Sequence[LedgerEntry], *, asked: str, at: datetime) -> bytes:
    """The ledger as the page shows it; `asked` says which filters were on."""
    context = {"project": project, "entries": entries, "asked": asked, "at": at}
    title = f"Registre financier – {project.region}"
    return pdf.render("grants/pdf/ledger.html", context, base_css=CSS, title=title)
