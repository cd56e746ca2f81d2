"""The expressions of a call as a spreadsheet: one row each, as they were last handed in (case 31)."""

from typing import Any

from calls.models import Section
from core.rich_text import without_marks
from records.spreadsheets import Sheet
from regional_calls.answers_view import ExpressionAnswer, Reader
from regional_calls.enums import PairParty
from regional_calls.models import Expression, RegionalCall

FACTS = (
    "Numéro", "Reçue le", "Structure", "Nature", "FINESS", "Ville", "Adresse postale", "Secteur", "Statut", "Catégorie",
    "Référent", "Courriel", "Projet numérique", "Outil", "Thème", "Nature du projet", "Avancement",
    "Question de travail",
)  # fmt: skip
SORTING = ("Avis de l'ARS", "Avis de l'Aract", "Choix", "Choix commun", "Rang", "Motif")


def sheet(call: RegionalCall, sections: list[Section], *, party: PairParty | None) -> Sheet:
    """Five queries, whatever the number of rows."""
    reader = Reader(sections)
    rows = [cells_of(row, reader, party) for row in call.expressions.handed_in().in_full().order_by("number")]
    headers = [*FACTS, *(question.label for question in reader.questions), *SORTING]
    return Sheet("Réponses", headers, rows)


def typed(answer: ExpressionAnswer) -> str:
    return without_marks(answer.text) if answer.rich else answer.text


def cells_of(row: Expression, reader: Reader, party: PairParty | None) -> list[Any]:
    """What the other party thinks and proposes is left out until one's own view is given."""
    views = {view.party: view for view in row.views.all()}
    hidden = party is not None and party not in views
    shown = {key: "" if hidden and key != party else view.get_leaning_display() for key, view in views.items()}
    own = None if party is None else views.get(party)
    read = party is None or (own is not None and own.submission == row.submission)
    choice = getattr(row, "choice", None) if read else None
    answers = reader.row(row.answers)
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
        *("\n".join(answer.labels) or typed(answer) for answer in answers),
        shown.get(PairParty.ARS, ""),
        shown.get(PairParty.ARACT, ""),
        choice.get_outcome_display() if choice else "",
        choice.confirmed_at is not None if choice else "",
        choice.rank if choice else None,
        choice.reason if choice else "",
    ]
