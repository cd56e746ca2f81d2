"""The log as spreadsheets: the days found, a statement, the file to fill in."""

from collections.abc import Iterable
from decimal import Decimal

from core.wording import instant
from records.spreadsheets import Sheet
from regions.models import RegionalProject
from worklog.consultants import name_of
from worklog.models import WorkDay
from worklog.statement import DayStatement, Sum

HEADERS = ("Date", "Consultant", "Étape", "Jours", "Méthode", "Structure", "Note")


def entries_sheet(project: RegionalProject, rows: Iterable[WorkDay]) -> Sheet:
    """The columns of the file to import, then what the portal adds."""
    return Sheet(
        title=f"Jours {project.region.short_name}",
        headers=[*HEADERS, "Corrige le", "Noté le", "Noté par"],
        rows=[
            [
                row.worked_on,
                name_of(row.consultant),
                row.stage.label,
                row.days,
                row.method.label if row.method else "",
                row.establishment.name if row.establishment else "",
                row.note,
                row.corrects.worked_on if row.corrects else None,
                row.logged_at,
                str(row.logged_by),
            ]
            for row in rows.select_related("logged_by__user", "logged_by__organisation")  # type: ignore[attr-defined]
        ],
    )


def statement_sheets(stated: DayStatement) -> list[Sheet]:
    """What the statement says, in three sheets: its proof, its sums, its lines."""
    project = stated.project
    facts: list[tuple[str, object]] = [
        ("Projet", project.title),
        ("Région", project.region.name),
        ("ARS", project.ars.name),
        ("Aract", project.aract.name),
        ("Période", stated.period.label),
        ("Jours", stated.days),
        ("Montant en euros", stated.amount),
    ]
    for seal in stated.seals:
        seen = f" ; vu par {seal.seen_by} le {instant(seal.seen_at)}" if seal.seen_at else " ; pas encore vu par l'ARS"
        facts.append((f"Scellé {seal.month:%m/%Y}", f"{seal.sealed_by}, le {instant(seal.sealed_at)}{seen}"))
        facts.append((f"Empreinte {seal.month:%m/%Y}", seal.sha256))
    if not stated.all_sealed:
        facts.append(("Attention", "Relevé provisoire : des mois ne sont pas scellés."))
    return [
        Sheet("Relevé", ("Rubrique", "Valeur"), facts),
        Sheet("Par étape", ("Étape", "Jours", "Montant"), sums(stated.by_stage())),
        Sheet(
            "Lignes",
            (*HEADERS, "Tarif journalier", "Corrige le"),
            [
                [
                    line.on,
                    line.consultant,
                    line.stage,
                    line.days,
                    line.method,
                    line.establishment,
                    line.note,
                    line.rate,
                    line.corrects,
                ]
                for line in stated.lines
            ],
        ),
    ]


def sums(found: list[Sum]) -> list[tuple[str, Decimal, Decimal]]:
    return [(one.label, one.days, one.amount) for one in found]
