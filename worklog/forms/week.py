"""What was typed in the week: its cells, and the lines that one adds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from calls.enums import Vocabulary
from calls.models import Term
from core.forms import DraftForm, PortalForm
from core.inputs import DaysField, PlainCharField
from core.wording import instant
from directory.models import Establishment
from regions.models import RegionalProject
from worklog.entries import Entry, Line, tidy
from worklog.week import Cell, Row, Week, typed_number

CELL = re.compile(r"j-([0-9a-f.]{1,60})-(20[0-9]{2}-[0-9]{2}-[0-9]{2})", re.ASCII)
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


class CellField(DaysField):
    """A cell of the week, as short as people write it: «0,5»."""

    def prepare_value(self, value: object) -> object:
        return typed_number(value) if isinstance(value, Decimal) else value


def lines_in(data: Mapping[str, str], choices: Choices) -> list[Line]:
    """The lines that the cells of a posted week are on; those that name nothing of this project are left out."""
    names = {match[1] for name in data if (match := CELL.fullmatch(name))}
    return [line for name in names if (line := line_in(data, name, choices)) is not None]


def line_in(data: Mapping[str, str], name: str, choices: Choices) -> Line | None:
    """The line that the hidden fields of a name say."""
    try:
        stage = keyed(data.get(f"etape-{name}", ""), choices.stages)
        establishment = keyed(data.get(f"structure-{name}", ""), choices.establishments)
        method = keyed(data.get(f"methode-{name}", ""), choices.methods)
        note = tidy(PlainCharField(required=False, max_length=NOTE).clean(data.get(f"precision-{name}", "")))
    except (KeyError, ValidationError):
        return None
    return Line(stage, establishment, method, note) if stage else None


class WeekForm(DraftForm):
    """The cells of a week, or of one of its days; saved together or not at all."""

    def __init__(self, data: Any = None, *, project: RegionalProject, week: Week, **kwargs: Any) -> None:
        self.project, self.week = project, week
        every = {cell.name: cell for row in week.rows for cell in row.cells}
        # A day that was closed meanwhile says why at the cell that was typed.
        self.cells = {name: cell for name, cell in every.items() if not cell.closed or name in (data or ())}
        self.base_fields = {name: self.field_of(cell) for name, cell in self.cells.items()}
        super().__init__(data, initial={name: cell.noted or None for name, cell in self.cells.items()}, **kwargs)

    @staticmethod
    def field_of(cell: Cell) -> forms.Field:
        label = f"{cell.line}, {cell.spoken_day}"
        attrs = {"class": "worklog-cell", "maxlength": "20", "aria-label": label}
        return CellField(label=label, required=False, max_value=Decimal(99), widget=forms.TextInput(attrs=attrs))

    @property
    def week_rows(self) -> Iterator[tuple[Row, list[tuple[Cell, forms.BoundField | None]]]]:
        for row in self.week.rows:
            yield row, [(cell, self[cell.name] if cell.name in self.cells else None) for cell in row.cells]

    def last_edit_of(self, name: str) -> str:
        cell = self.cells[name]
        stage, establishment, method, note = cell.line.key
        noted = self.project.work_days.filter(consultant=self.week.consultant, worked_on=cell.on, corrects=None)
        row = noted.filter(stage=stage, establishment=establishment, method=method, note=note)
        found = row.select_related("logged_by__user", "logged_by__organisation").first()
        return f"par {found.logged_by}, le {instant(found.logged_at)}" if found else "par une autre personne"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(CELL.fullmatch(name) and name not in self.cells for name in self.data):
            self.add_error(None, "Une case n'est pas de ce projet ou de cette semaine : rechargez la page.")
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """Nothing while something is wrong: a week is written whole."""
        return {} if self.errors else super().changes

    def entries(self) -> list[Entry]:
        cells = ((self.cells[name], days or Decimal(0)) for name, days in self.changes.items())
        return [Entry(self.week.consultant, cell.on, cell.line, days) for cell, days in cells]

    def refuse(self, reasons: Mapping[int, str]) -> None:
        """Bring the deed's reasons to the cells."""
        moving = list(self.changes)
        for position, reason in reasons.items():
            self.add_error(moving[position], reason)


class LineForm(PortalForm):
    """A line to add to the week: a stage, and where, how, on what; sent by GET, so that another page may lead here."""

    etape = forms.TypedChoiceField(label="Étape", coerce=int)
    structure = forms.TypedChoiceField(label="Structure", coerce=int, required=False, empty_value=None)
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
