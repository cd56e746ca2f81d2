"""The consultants' spreadsheet: judged line by line, then imported whole or not at all."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.inputs import DaysField, check_plain
from core.verdicts import Refused, ensure
from core.wording import PARIS, counted, days
from directory.models import plain
from regions.awarding import locked_award
from regions.models import RegionalProject
from worklog.consultants import consultants_of, name_of
from worklog.entries import Entry, Key, Line, Recorded, add_up, tidy
from worklog.forms.week import NOTE, Choices, choices_of
from worklog.permissions import may_log_days
from worklog.recording import reasons_against, record_days, rows_of
from worklog.rules import WHOLE
from worklog.spreadsheet import MAX_ROWS, Table

# The words by which each column is known, without accents or capitals.
COLUMNS = {
    "date": ("date", "jour", "le", "date d intervention"),
    "consultant": ("consultant", "consultante", "intervenant", "intervenante", "personne", "nom", "courriel", "e mail"),
    "stage": ("etape", "etapes", "etape de l exploration"),
    "days": ("jours", "nb jours", "nombre de jours", "duree", "temps", "jours realises"),
    "method": ("methode", "methode de recueil"),
    "establishment": ("etablissement", "structure", "finess", "n finess", "no finess"),
    "note": ("note", "notes", "precision", "commentaire", "commentaires", "objet"),
}
NEEDED = {"date": "date", "stage": "étape", "days": "jours"}
HEADER_WITHIN = 10
NUMERIC = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# A date that lost its format is the number of days since this one, as spreadsheets count.
SERIAL, EPOCH = re.compile(r"[345][0-9]{4}", re.ASCII), date(1899, 12, 30)
DAYS = DaysField(max_value=Decimal(99))


class Wrong(ValueError):
    """What is wrong in a line, in a French sentence."""


@dataclass
class FileLine:
    """A line of the file: its number there, what it says, and what would become of it."""

    number: int
    cells: dict[str, str]
    entry: Entry | None = None
    reason: str = ""
    known: bool = False


@dataclass
class ImportPreview:
    """What an import would do; nothing is imported while a line is wrong."""

    lines: list[FileLine]
    entries: list[Entry] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[FileLine]:
        return [line for line in self.lines if line.reason]

    @property
    def known(self) -> list[FileLine]:
        return [line for line in self.lines if line.known]

    @property
    def new(self) -> list[FileLine]:
        return [line for line in self.lines if line.entry and not line.known and not line.reason]

    @property
    def days(self) -> Decimal:
        return sum((line.entry.days for line in self.new if line.entry), Decimal(0))

    @property
    def ready(self) -> bool:
        return bool(self.new) and not self.wrong


def judge(project: RegionalProject, table: Table, *, by: Membership, now: datetime) -> ImportPreview:
    """Read every line against the project and the log; writes nothing."""
    position, columns, ignored = header_of(table)
    rows = [(number, row) for number, row in enumerate(table[position + 1 :], start=position + 2) if any(row)]
    if not rows:
        raise Refused("Ce fichier n'a aucune ligne sous ses en-têtes.")
    if len(rows) > MAX_ROWS:
        raise Refused(f"Ce fichier a plus de {MAX_ROWS} lignes : importez-le en plusieurs fois.")
    words = FileWords(project, by, now)
    lines = []
    for number, row in rows:
        cells = {name: row[column] if column < len(row) else "" for name, column in columns.items()}
        line = FileLine(number, cells)
        try:
            line.entry = words.entry(cells)
        except Wrong as wrong:
            line.reason = str(wrong)
        lines.append(line)
    report = ImportPreview(lines, add_up(line.entry for line in lines if line.entry), ignored)
    compare(project, report, now)
    return report


def header_of(table: Table) -> tuple[int, dict[str, int], list[str]]:
    """(position of the header line, column of each name, headers that are not understood)."""
    named: dict[str, int] = {}
    for position, row in enumerate(table[:HEADER_WITHIN]):
        known = {word: name for name, words in COLUMNS.items() for word in words}
        named, ignored = {}, []
        for column, header in enumerate(row):
            name = known.get(plain(header))
            if name and name not in named:
                named[name] = column
            elif header:
                ignored.append(header)
        if NEEDED.keys() <= named.keys():
            return position, named, ignored
    raise Refused("Les en-têtes ne sont pas reconnus : il faut au moins « date », « étape » et « jours ».")


class FileWords:
    """What the words of a file may designate in this project."""

    def __init__(self, project: RegionalProject, by: Membership, now: datetime) -> None:
        self.by = by
        people = consultants_of(project, now.astimezone(PARIS).date())
        choices: Choices = choices_of(project)
        self.people = index(people, lambda one: (one.user.email, str(one.user), one.job_title, name_of(one)))
        self.stages = index(choices.stages.values(), lambda one: (one.label, one.code, str(one.position)))
        self.methods = index(choices.methods.values(), lambda one: (one.label, one.code))
        self.places = index(
            choices.establishments.values(),
            lambda one: (one.name, str(one), one.finess or "", f"{one.name} {one.city}"),
        )

    def entry(self, cells: dict[str, str]) -> Entry:
        for text in cells.values():
            try:
                check_plain(text)
            except ValidationError as error:
                raise Wrong(error.messages[0]) from error
        stage = designated(self.stages, cells["stage"], "L'étape")
        if stage is None:
            raise Wrong("L'étape manque.")
        finess = cells.get("establishment", "")
        line = Line(
            stage,
            # A spreadsheet drops the zero that begins a FINESS number.
            designated(self.places, finess.zfill(9) if finess.isdecimal() else finess, "La structure"),
            designated(self.methods, cells.get("method", ""), "La méthode"),
            note_of(cells.get("note", "")),
        )
        consultant = designated(self.people, cells.get("consultant", ""), "Le consultant") or self.by
        return Entry(consultant, date_of(cells["date"]), line, days_of(cells["days"]))


def index(rows: Iterable[Any], names: Callable[[Any], Iterable[str]]) -> dict[str, list[Any]]:
    """Rows by each of their names, without accents or capitals."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for name in {plain(name) for name in names(row)} - {""}:
            found[name].append(row)
    return found


def designated(known: dict[str, list[Any]], text: str, what: str) -> Any:
    """The row that a word names, None for no word."""
    if not text:
        return None
    rows = known.get(plain(text), [])
    if not rows:
        raise Wrong(f"{what} « {text[:60]} » n'est pas de ce projet.")
    if len(rows) > 1:
        raise Wrong(f"{what} « {text[:60]} » désigne plusieurs lignes : soyez plus précis.")
    return rows[0]


def note_of(text: str) -> str:
    if len(text) > NOTE:
        raise Wrong(f"La note dépasse {NOTE} caractères.")
    return tidy(text)


def date_of(text: str) -> date:
    """«31/07/2026», «2026-07-31», or the number that a spreadsheet keeps."""
    if SERIAL.fullmatch(text):
        return EPOCH + timedelta(days=int(text))
    try:
        if found := NUMERIC.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if ISO.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise Wrong(f"Le {text} n'existe pas au calendrier.") from error
    raise Wrong(f"« {text[:30]} » n'est pas une date comme 31/07/2026." if text else "La date manque.")


def days_of(text: str) -> Decimal:
    try:
        number: Decimal = DAYS.clean(text)
    except ValidationError as error:
        raise Wrong(f"Jours : {error.messages[0]}" if text else "Le nombre de jours manque.") from error
    if not number:
        raise Wrong("Le nombre de jours est nul.")
    if number > WHOLE:
        raise Wrong("Une ligne ne compte pas plus d'un jour.")
    return number


def compare(project: RegionalProject, report: ImportPreview, now: datetime) -> None:
    """Mark what the log says already, what it says otherwise, and what the rules refuse."""
    by_key: dict[Key, list[FileLine]] = defaultdict(list)
    for line in report.lines:
        if line.entry:
            by_key[line.entry.key].append(line)
    rows = rows_of(project, report.entries)
    reasons = reasons_against(project, report.entries, rows, now)
    for position, entry in enumerate(report.entries):
        row = rows.get(entry.key)
        reason = reasons.get(position, "")
        if row is not None and row.days != entry.days:
            reason = f"Il y a déjà {days(row.days)} ici : changez-le dans la semaine."
        for line in by_key[entry.key]:
            line.reason = line.reason or reason
            line.known = row is not None and not reason


@transaction.atomic
def import_table(
    project: RegionalProject, table: Table, *, by: Membership, name: str, now: datetime | None = None
) -> Recorded:
    """Import all the lines or none; those that the log holds already are left as they are.

    The award is held before the file is judged, so that it overwrites no day noted meanwhile.
    """
    now = now or timezone.now()
    ensure(may_log_days(by, project))
    project.award = locked_award(project)
    report = judge(project, table, by=by, now=now)
    if report.wrong:
        raise Refused(
            f"{counted(len(report.wrong), 'ligne est fautive', 'lignes sont fautives')} : rien n'est importé. "
            f"Ligne {report.wrong[0].number} : {report.wrong[0].reason}"
        )
    return record_days(project, report.entries, by=by, now=now, source=f"fichier {name[:80]}")


def example(lines: Sequence[Line], consultant: str, on: date) -> list[list[Any]]:
    """Rows of the file to fill in, one per stage."""
    return [[on, consultant, line.stage.label, Decimal("0.5"), "", "", "Exemple à remplacer"] for line in lines]
