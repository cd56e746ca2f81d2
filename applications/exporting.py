"""The fiches of a call as a spreadsheet: one row each, as they were deposited."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from applications.enums import ApplicationState, Party
from applications.fiche_view import readable
from applications.models import Application, Signature
from calls.models import Call
from core.rich_text import without_marks
from directory.enums import LegalStatus, Sector
from records.spreadsheets import Sheet
from regions.enums import FundingState

Column = tuple[str, Callable[["ExportLine"], Any]]


class ExportLine:
    """A deposited fiche and its frozen content, ready to be asked for its cells."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.project = application.project
        self.deposit = application.deposit
        self.content = self.deposit.content
        self.read = readable(self.content)
        self.tables: dict[str, list[dict[str, Any]]] = {
            "participants": self.read["participants"],
            "digital_projects": self.read["digital_projects"],
            **self.read["members"],
        }
        self.participants: list[dict[str, Any]] = self.read["participants"]
        self.budget: dict[str, Any] = self.read["budget"]
        self.answers = {a["code"]: a for section in self.content["sections"] for a in section["answers"]}
        self.texts = {
            raw["code"]: "\n".join(read.labels) or (without_marks(read.text) if read.rich else read.text)
            for section, shown in zip(self.content["sections"], self.read["sections"], strict=True)
            for raw, read in zip(section["answers"], shown.answers, strict=True)
        }
        self.signatures = {s.party: s for s in application.signatures.all() if s.voided_at is None}

    @property
    def requested(self) -> Decimal | None:
        amount = self.budget["requested_complement"]
        return None if amount is None else Decimal(amount)

    def count(self, key: str, value: str) -> int:
        return Counter(row[key] for row in self.participants)[value]

    def listed(self, rows: str, key: str) -> str:
        return "\n".join(dict.fromkeys(row[key] for row in self.tables[rows] if row[key]))

    def seats(self, group: str) -> int:
        return sum(row["seats"] for row in self.tables[group])

    def cofunded(self, state: FundingState) -> Decimal:
        lines = [line for line in self.budget["cofundings"] if line["state"] == state.label]
        return sum((Decimal(line["amount"]) for line in lines), Decimal(0))

    def dates(self, key: str) -> list[date]:
        return [line[key] for line in self.read["stages"] if line[key]]

    def signed(self, party: Party, what: str) -> Any:
        signature: Signature | None = self.signatures.get(party)
        return None if signature is None else getattr(signature, what)


COLUMNS: list[Column] = [
    ("Numéro", lambda line: line.deposit.number),
    ("Code région", lambda line: line.content["region"]["code"]),
    ("Région", lambda line: line.content["region"]["name"]),
    ("ARS", lambda line: line.content["project"]["ars"]),
    ("Aract ou opérateur", lambda line: line.content["project"]["aract"]),
    ("Titre du projet", lambda line: line.content["project"]["title"]),
    ("Projet précédent", lambda line: line.content["project"]["previous"]),
    ("État", lambda line: line.application.status_label),
    ("Reçue le (heure de Paris)", lambda line: line.deposit.received_at),
    ("Déposée par", lambda line: line.deposit.deposited_by.named),
    ("Signature ARS", lambda line: line.signed(Party.ARS, "signed_as")),
    ("Signée par l'ARS le", lambda line: line.signed(Party.ARS, "signed_at")),
    ("Signature Aract", lambda line: line.signed(Party.ARACT, "signed_as")),
    ("Signée par l'Aract le", lambda line: line.signed(Party.ARACT, "signed_at")),
    ("Empreinte", lambda line: line.deposit.sha256),
    ("Recevabilité examinée le", lambda line: line.application.checked_at),
    ("Recevabilité examinée par", lambda line: str(line.application.checked_by or "")),
    ("Motif d'irrecevabilité", lambda line: line.application.check_reason),
    ("Structures", lambda line: len(line.participants)),
    ("Noms des structures", lambda line: line.listed("participants", "name")),
    ("Numéros FINESS", lambda line: line.listed("participants", "finess")),
    ("Villes", lambda line: line.listed("participants", "city")),
    *[
        (f"Statut : {status.label}", lambda line, s=status: line.count("legal_status", s.label))
        for status in LegalStatus
    ],
    *[(f"Secteur : {sector.label}", lambda line, s=sector: line.count("sector", s.label)) for sector in Sector],
    ("Projets numériques", lambda line: len(line.read["digital_projects"])),
    ("Intitulés des projets numériques", lambda line: line.listed("digital_projects", "title")),
    ("Thèmes", lambda line: line.listed("digital_projects", "theme")),
    ("Thèmes nationaux", lambda line: line.listed("digital_projects", "national_theme")),
    ("Natures", lambda line: line.listed("digital_projects", "nature")),
    ("Maturités", lambda line: line.listed("digital_projects", "maturity")),
    ("Personnes au collectif", lambda line: line.seats("collective")),
    ("Profils du collectif", lambda line: line.listed("collective", "profile")),
    ("Personnes au groupe élargi", lambda line: line.seats("extended_group")),
    ("Jours prévus", lambda line: line.read["days_total"]),
    ("Début des étapes", lambda line: min(line.dates("starts_on"), default=None)),
    ("Fin des étapes", lambda line: max(line.dates("ends_on"), default=None)),
    ("Part fixe", lambda line: Decimal(line.budget["fixed"])),
    ("Part complémentaire demandée", lambda line: line.requested),
    ("Justification de la part complémentaire", lambda line: line.budget["complement_reason"]),
    ("Cofinancements demandés", lambda line: line.cofunded(FundingState.ASKED)),
    ("Cofinancements acquis", lambda line: line.cofunded(FundingState.GRANTED)),
    ("Budget total", lambda line: line.budget["total"]),
]


def fiches_sheet(call: Call) -> Sheet:
    """The deposited fiches of a call (those withdrawn after their deposit included), then one column per question."""
    fiches = (
        Application.objects.filter(project__call=call, deposit__isnull=False)
        .exclude(state=ApplicationState.DRAFT)
        .select_related("project__region", "deposit__deposited_by__organisation", "deposit__deposited_by__user")
        .select_related("checked_by__organisation", "checked_by__user")
        .prefetch_related(Prefetch("signatures", queryset=Signature.objects.live()))
        .order_by("project__region__slug")
    )
    lines = [ExportLine(application) for application in fiches]
    questions = {code: answer["label"] for line in lines for code, answer in line.answers.items()}
    return Sheet(
        title="Fiches projet",
        headers=[*(header for header, _ in COLUMNS), *questions.values()],
        rows=[
            [*(cell(line) for _, cell in COLUMNS), *(line.texts.get(code, "") for code in questions)] for line in lines
        ],
    )
