"""The papers of the money, in PDF: a submitted statement, the project of an agreement, the ledger."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from acts.appeals import court_of
from acts.authors import letterhead
from grants.beneficiaries import addressee_of
from grants.enums import Side
from grants.kinds import Duty
from grants.models import Agreement, LedgerEntry, Submission
from records import papers, pdf
from regions.models import RegionalProject

CSS = "pdf/grants.css"
NOTHING = Decimal("0.00")
TO_REPAY, LEFT_OVER, OWN_FUNDS = "Non employé, à reverser", "Excédent des autres ressources", "Fonds propres"


def gap_in_percent(planned: Decimal, actual: Decimal) -> Decimal | None:
    """The gap in % of what was planned; None when nothing was."""
    return (actual - planned) * 100 / planned if planned else None


def row(label: str, planned: Decimal, actual: Decimal, rubric: str = "") -> dict[str, Any]:
    return {
        "label": label,
        "rubric": rubric,
        "planned": planned,
        "actual": actual,
        "gap": actual - planned,
        "percent": gap_in_percent(planned, actual),
    }


def statement_tables(content: dict[str, Any]) -> dict[str, Any]:
    """The tables of a frozen statement, whose two halves balance, and its dates and amounts as values again."""
    agreement = content["agreement"]
    sides: dict[str, list[dict[str, Any]]] = {side.value: [] for side in Side}
    for line in content["lines"]:
        sides[line["side"]].append(
            row(line["label"], Decimal(line["planned"]), Decimal(line["actual"]), line["rubric"])
        )
    subsidy = row("Subvention de l'ARS", Decimal(agreement["amount"]), Decimal(agreement["paid"]))
    uses, resources = balanced(sides[Side.USE], [subsidy, *sides[Side.RESOURCE]], subsidy)
    return {
        "uses": uses,
        "uses_total": total_of(uses),
        "resources": resources,
        "resources_total": total_of(resources),
        "in_kind": sides[Side.IN_KIND],
        "in_kind_total": total_of(sides[Side.IN_KIND]),
        **{name: date.fromisoformat(agreement[name]) for name in ("starts_on", "ends_on", "exercise")},
        "attested_on": date.fromisoformat(content["attestation"]["on"]),
    }


def balanced(
    uses: list[dict[str, Any]], resources: list[dict[str, Any]], subsidy: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Both halves with what makes them equal: what is to be paid back of the subsidy, what the others left over, or
    what the beneficiary added of its own.
    """
    spent, came = total_of(uses), total_of(resources)
    gap = {which: came[which] - spent[which] for which in ("planned", "actual")}
    back = {which: min(max(gap[which], NOTHING), subsidy[which]) for which in gap}
    over = {which: max(gap[which] - back[which], NOTHING) for which in gap}
    own = {which: max(-gap[which], NOTHING) for which in gap}
    more = [row(label, **found) for label, found in ((TO_REPAY, back), (LEFT_OVER, over)) if any(found.values())]
    added = [row(OWN_FUNDS, **own)] if any(own.values()) else []
    return [*uses, *more], [*resources, *added]


def total_of(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return row("Total", sum((r["planned"] for r in rows), NOTHING), sum((r["actual"] for r in rows), NOTHING))


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


def agreement_pdf(agreement: Agreement, duty: Duty, today: date) -> bytes:
    """The agreement that the parties sign, as it is prepared."""
    project, beneficiary = agreement.project, agreement.beneficiary
    context = {
        "agreement": agreement,
        "duty": duty,
        "project": project,
        "ars": letterhead(project.ars),
        "party": addressee_of(beneficiary, today),
        "representative": beneficiary.representative,
        "instalments": agreement.instalments.all(),
        "court": court_of(project.region),
        "due_on": agreement.statement_due_on,
    }
    title = f"Projet de convention – {beneficiary}"
    return pdf.render("grants/pdf/agreement.html", context, base_css=CSS, title=title)


def ledger_pdf(project: RegionalProject, entries: Sequence[LedgerEntry], *, asked: str, at: datetime) -> bytes:
    """The ledger as the page shows it; `asked` says which filters were on."""
    context = {"project": project, "entries": entries, "asked": asked, "at": at}
    title = f"Registre financier – {project.region}"
    return pdf.render("grants/pdf/ledger.html", context, base_css=CSS, title=title)
