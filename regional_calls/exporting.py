"""The expressions of a call as a spreadsheet: one row each, as they were last handed in (case 31)."""

from typing import Any

from calls.models import Section
from records.spreadsheets import Sheet
from regional_calls.answers_view import Reader
from regional_calls.enums import PairParty
from regional_calls.models import Expression, RegionalCall

FACTS = (
    "Numéro", "Reçue le", "Structure", "Nature", "FINESS", "Ville", "Adresse postale", "Secteur", "Statut", "Catégorie",
    "Référent", "Courriel", "Projet numérique", "Outil", "Thème", "Nature du projet", "Avancement",
    "Question de travail",
)  # fmt: skip
SORTING = ("Avis de l'ARS", "Avis de l'Aract", "Choix", "Choix commun", "Rang", "Motif")


def sheet(call: RegionalCall, sections: list[Section], *, party: PairParty | None) -> Sheet:
    """Five queries, whatever the number of rows.

    Personal answers are the pair's: it writes to the structures and chooses among them. The nation, which reads once
    the choices are announced, takes none of them away in a file.
    """
    reader = Reader(sections)
    asked = [question for question in reader.questions if party is not None or not question.personal]
    rows = [cells_of(row, reader, party) for row in call.expressions.handed_in().in_full().order_by("number")]
    headers = [*FACTS, *(question.label for question in asked), *SORTING]
    return Sheet("Réponses", headers, rows)


def cells_of(row: Expression, reader: Reader, party: PairParty | None) -> list[Any]:
    """What the other party thinks and proposes is left out until one's own view is given."""
    views = {view.party: view for view in row.views.all()}
    hidden = party is not None and party not in views
    shown = {key: "" if hidden and key != party else view.get_leaning_display() for key, view in views.items()}
    own = None if party is None else views.get(party)
    read = party is None or (own is not None and own.submission == row.submission)
    choice = getattr(row, "choice", None) if read else None
    answers = [answer for answer in reader.row(row.answers) if party is not None or not answer.question.personal]
    return [
        row.number,
        row.submitted_at,
        row.name,
        row.get_kind_display(),
        row.finess,
        row.city,
        row.address,
        row.get_sector_display(),
        row.get_legal_status_display(),
        row.category,
        row.contact_function,
        row.email,
        row.title,
        row.tool,
        str(row.theme),
        str(row.nature),
        str(row.maturity),
        row.work_question,
        *(answer.cell for answer in answers),
        shown.get(PairParty.ARS, ""),
        shown.get(PairParty.ARACT, ""),
        choice.get_outcome_display() if choice else "",
        choice.confirmed_at is not None if choice else "",
        choice.rank if choice else None,
        choice.reason if choice else "",
    ]
