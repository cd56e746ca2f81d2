"""The deposited fiches of a call, one row each: the same columns for the secretary's list and for its workbook."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.text import slugify

from accounts.models import Membership
from applications.completeness import filled
from applications.enums import ApplicationState, Party
from applications.fiche_view import readable, without_internal
from applications.models import Application, ApplicationQuerySet, Label, Labelling, Signature
from applications.permissions import may_export_all
from calls.kinds import named
from calls.models import Call
from core.alphabetical import Alphabetical
from core.lists import ListColumn
from core.wording import counted, instant, listed
from directory.enums import LegalStatus, Sector
from records.spreadsheets import Sheet
from regions.enums import FundingState


class ExportLine:
    """A deposited fiche and its frozen content, ready to be asked for its cells."""

    def __init__(self, application: Application, *, whole: bool) -> None:
        self.application = application
        self.project = application.project
        self.deposit = application.in_force
        self.content = self.deposit.content if whole else without_internal(self.deposit.content)
        self.read = readable(self.content)
        self.tables: dict[str, list[dict[str, Any]]] = {
            "participants": self.read["participants"],
            "digital_projects": self.read["digital_projects"],
            **self.read["members"],
        }
        self.participants: list[dict[str, Any]] = self.read["participants"]
        self.budget: dict[str, Any] = self.read["budget"]
        self.answers = {
            answer["code"]: answer
            for section in self.content["sections"]
            for answer in section["answers"]
            if whole or not answer.get("personal")
        }
        self.cells = {code: named(answer["kind"]).cell(answer["value"]) for code, answer in self.answers.items()}
        self.signatures = {s.party: s for s in self.deposit.signatures.all()}

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

    @property
    def filled(self) -> str:
        done, total = filled(self.deposit.content)
        return f"{done} sur {total}"

    @property
    def structures(self) -> str:
        fiche: Any = self.application
        present, confirmed = fiche.structures, fiche.confirmed
        return f"{counted(present, 'structure')}, {counted(confirmed, 'engagement confirmé', 'engagements confirmés')}"

    @property
    def received(self) -> str:
        return instant(self.deposit.received_at, with_zone=False)

    @property
    def labels(self) -> list[Label]:
        return [row.label for row in self.application.labellings.all()]

    def signed(self, party: Party, what: str) -> Any:
        signature: Signature | None = self.signatures.get(party)
        return None if signature is None else getattr(signature, what)


def column(label: str, value: Callable[[ExportLine], Any], cell: str = "", *, usual: bool = False) -> ListColumn:
    drawn = f"applications/received/{cell}.html" if cell else ""
    return ListColumn(slugify(label), label, value, drawn, usual=usual)


# What the deposit says, as (header, cell).
CONTENT: list[tuple[str, Callable[[ExportLine], Any]]] = [
    ("Code région", lambda line: line.content["region"]["code"]),
    ("ARS", lambda line: line.content["project"]["ars"]),
    ("Aract ou opérateur", lambda line: line.content["project"]["aract"]),
    ("Titre du projet", lambda line: line.content["project"]["title"]),
    ("Projet précédent", lambda line: line.content["project"]["previous"]),
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
COLUMNS: list[ListColumn] = [
    column("Région", lambda line: line.content["region"]["name"], "region", usual=True),
    column("Numéro", lambda line: line.deposit.number, usual=True),
    column("Reçue le (heure de Paris)", lambda line: line.deposit.received_at, "received_at", usual=True),
    column("Sections remplies", lambda line: line.filled, usual=True),
    column("Structures et engagements", lambda line: line.structures, usual=True),
    column("État", lambda line: line.application.status_label, "state", usual=True),
    column("Étiquettes", lambda line: listed([str(label) for label in line.labels]), "labels", usual=True),
    *(column(label, value) for label, value in CONTENT),
]


def received_fiches(call: Call) -> ApplicationQuerySet:
    """The deposited fiches of a call, those withdrawn after their deposit included, with what its columns read."""
    present = Q(project__participations__left_on=None)
    confirmed = present & Q(project__participations__confirmed_at__isnull=False)
    return (
        Application.objects.filter(project__call=call, deposit__isnull=False)
        .exclude(state=ApplicationState.DRAFT)
        .with_parties()
        .select_related("deposit__deposited_by__organisation", "deposit__deposited_by__user", "deposit__late__access")
        .select_related("checked_by__organisation", "checked_by__user")
        .prefetch_related(
            "deposit__signatures",
            Prefetch("labellings", Labelling.objects.select_related("label").order_by(Alphabetical("label__name"))),
        )
        .annotate(
            structures=Count("project__participations", filter=present, distinct=True),
            confirmed=Count("project__participations", filter=confirmed, distinct=True),
        )
    )


def fiches_sheet(
    call: Call,
    *,
    by: Membership | None,
    fiches: ApplicationQuerySet | None = None,
    columns: Sequence[ListColumn] = (),
) -> Sheet:
    """The fiches of a call, all unless some are given; the chosen columns, or all of them then one per question.

    Personal data and what rapporteurs are not shown are there for who may take them away (`may_export_all`).
    """
    whole = bool(may_export_all(by))
    found = received_fiches(call).order_by("project__region__slug") if fiches is None else fiches
    lines = [ExportLine(application, whole=whole) for application in found]
    asked = {code: answer["label"] for line in lines for code, answer in line.answers.items()} if not columns else {}
    shown = columns or COLUMNS
    return Sheet(
        title="Fiches projet",
        headers=[*(column.label for column in shown), *asked.values()],
        rows=[[*(one.value(line) for one in shown), *(line.cells.get(code) for code in asked)] for line in lines],
    )
