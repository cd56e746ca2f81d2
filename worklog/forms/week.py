"""What was typed in the week: cells compared with what the page knew of, and the lines that one adds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from core.forms import PortalForm
from core.inputs import DaysField, PlainCharField
from directory.models import Establishment
from regions.models import RegionalProject
from worklog.entries import Entry, Line, tidy

CELL = re.compile(r"j-([0-9]{1,3})-(20[0-9]{2}-[0-9]{2}-[0-9]{2})", re.ASCII)
KEY = re.compile(r"[0-9]{1,9}", re.ASCII)
NOTE = 200


def keyed(text: str, rows: Mapping[int, Any]) -> Any:
    """The row that a hidden field designates; None for an empty one, KeyError for one that is not ours."""
    if not text:
        return None
    if not KEY.fullmatch(text):
        raise KeyError(text)
    return rows[int(text)]


@dataclass(frozen=True)
class Choices:
    """What a line may name in a project."""

    stages: dict[int, Term]
    methods: dict[int, Term]
    establishments: dict[int, Establishment]


def choices_of(project: RegionalProject) -> Choices:
    terms = list(Term.objects.filter(vocabulary__in=[Vocabulary.STAGE, Vocabulary.METHOD]).order_by("position", "pk"))
    stays = project.participations.select_related("establishment").order_by("establishment__search_text", "pk")
    return Choices(
        stages={term.pk: term for term in terms if term.vocabulary == Vocabulary.STAGE},
        methods={term.pk: term for term in terms if term.vocabulary == Vocabulary.METHOD},
        establishments={stay.establishment_id: stay.establishment for stay in stays},
    )


@dataclass
class Typed:
    """A cell that was sent: its text, the value seen before, and what is wrong with it."""

    name: str
    row: int
    on: date
    text: str
    entry: Entry | None = None
    error: str = ""

    @property
    def day(self) -> str:
        return self.on.isoformat()


class WeekForm:
    """The cells of a posted week; only those whose text differs from what the page knew become entries."""

    field = DaysField(required=False, max_value=Decimal(99))

    def __init__(self, data: Mapping[str, str], choices: Choices, consultant: Membership) -> None:
        self.data = data
        self.choices = choices
        self.consultant = consultant
        self.lines: dict[int, Line | None] = {}
        self.cells = [self.read(name, int(found[1]), found[2]) for name in data if (found := CELL.fullmatch(name))]

    def line(self, row: int) -> Line | None:
        """The line that the hidden fields of a row name; None when they name nothing of this project."""
        if row not in self.lines:
            self.lines[row] = self.read_line(row)
        return self.lines[row]

    def read_line(self, row: int) -> Line | None:
        def sent(name: str) -> str:
            return self.data.get(f"{name}-{row}", "")

        try:
            stage = keyed(sent("etape"), self.choices.stages)
            establishment = keyed(sent("structure"), self.choices.establishments)
            method = keyed(sent("methode"), self.choices.methods)
            note = tidy(PlainCharField(required=False, max_length=NOTE).clean(sent("precision")))
        except (KeyError, ValidationError):
            return None
        return Line(stage, establishment, method, note) if stage else None

    def read(self, name: str, row: int, day: str) -> Typed:
        text = self.data.get(name, "")[:20]
        try:
            on = date.fromisoformat(day)
        except ValueError:
            return Typed(name, row, date.min, text, error="Ce jour n'existe pas.")
        typed = Typed(name, row, on, text)
        line = self.line(row)
        if line is None:
            typed.error = "Cette ligne n'est pas de ce projet : rechargez la page."
            return typed
        try:
            days = self.field.clean(text) or Decimal(0)
        except ValidationError as error:
            typed.error = error.messages[0]
            return typed
        try:
            seen = self.field.clean(self.data.get(f"vu-{row}-{day}", "")) or Decimal(0)
        except ValidationError:
            seen = Decimal(0)
        if days != seen:
            typed.entry = Entry(self.consultant, on, line, days, seen)
        return typed

    @property
    def entries(self) -> list[Entry]:
        return [cell.entry for cell in self.cells if cell.entry is not None]

    @property
    def faulty(self) -> bool:
        return any(cell.error for cell in self.cells)

    def refuse(self, reasons: Mapping[int, str]) -> None:
        """Bring the deed's reasons to the cells."""
        moving = [cell for cell in self.cells if cell.entry is not None]
        for position, reason in reasons.items():
            moving[position].error = reason


class LineForm(PortalForm):
    """A line to add to the week: a stage, and where, how, on what; sent by GET, so that another page may lead here."""

    etape = forms.TypedChoiceField(label="Étape", coerce=int)
    structure = forms.TypedChoiceField(label="Établissement", coerce=int, required=False, empty_value=None)
    methode = forms.TypedChoiceField(label="Méthode", coerce=int, required=False, empty_value=None)
    precision = PlainCharField(label="Précision", max_length=NOTE, required=False)

    def __init__(self, data: Any = None, *, choices: Choices, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.known = choices
        self.fields["etape"].choices = [(key, stage.label) for key, stage in choices.stages.items()]
        self.fields["methode"].choices = [
            ("", "Aucune en particulier"),
            *((key, method.label) for key, method in choices.methods.items()),
        ]
        self.fields["structure"].choices = [
            ("", "Aucun en particulier"),
            *((key, place.name) for key, place in choices.establishments.items()),
        ]

    def line(self) -> Line:
        asked = self.cleaned_data
        return Line(
            self.known.stages[asked["etape"]],
            self.known.establishments.get(asked["structure"]),
            self.known.methods.get(asked["methode"]),
            tidy(asked["precision"]),
        )
