"""What a kind of question is: one object that says all that the portal does with an answer of that kind.

An answer passes through four forms. *Typed*: what the fields of a form clean. *Stored*: plain JSON, under the
question's code, in the draft. *Canonical*: plain JSON in the words of the day, which is sealed, deposited, compared and
printed, and which reads without its question (case 53). *Cell*: what a spreadsheet holds.
"""

# ruff: noqa: ARG002 - every kind is asked in the same words

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError

from calls.enums import QuestionKind, Vocabulary

# Between the code of a question and what its parts are called in a form: no code of a question holds one.
DOT = "."


@dataclass(frozen=True)
class TermLists:
    """The values of vocabularies, read once for many questions (`calls.terms.terms_of`).

    `labels` by vocabulary and code, retired ones too, since answers name them; `offered` {vocabulary: [(code, label)]}.
    """

    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    offered: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)


NO_TERMS = TermLists()


@dataclass(frozen=True)
class ReadTable:
    """A table in words: a heading for each column, rows of as many cells, and the totals under them if any.

    `figures` are the places of the columns that hold figures.
    """

    headings: list[str]
    rows: list[list[str]]
    totals: list[str] = field(default_factory=list)
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ReadFile:
    """A joined file: its name, its size in bytes and in words, its SHA-256."""

    name: str
    size: int
    weight: str
    sha256: str


@dataclass(frozen=True)
class ReadAnswer:
    """An answer in French words: a text kept as typed, labels chosen in a list, a table, elements of lines, files.

    `rich` is whether the text may hold light marks.
    """

    text: str = ""
    labels: list[str] = field(default_factory=list)
    table: ReadTable | None = None
    items: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    files: list[ReadFile] = field(default_factory=list)
    rich: bool = False

    @property
    def blank(self) -> bool:
        return not (self.text.strip() or self.labels or self.table or self.items or self.files)

    @property
    def plain(self) -> str:
        """On one column, for what compares texts."""
        if self.table:
            lines = [*self.table.rows, *([self.table.totals] if self.table.totals else [])]
            return "\n".join(" – ".join(cell for cell in row if cell) for row in lines)
        if self.items:
            return "\n".join(f"{name} : " + " – ".join(f"{label} : {said}" for label, said in lines if said)
                             for name, lines in self.items)  # fmt: skip
        if self.files:
            return "\n".join(f"{file.name} ({file.weight}), empreinte {file.sha256}" for file in self.files)
        return ", ".join(self.labels) or self.text


def is_empty(value: Any) -> bool:
    """Nothing is said by a stored or canonical value of one field; «non» and zero say something."""
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def one_line_ends(text: str) -> str:
    """Line ends as they are kept: browsers send their own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class SettingsError(ValidationError):
    """Settings that a kind cannot be made of, in sentences."""


@dataclass(frozen=True)
class Kind:
    """A kind of question with its settings, which are the fields of the dataclass; it asks nothing of the database."""

    code: ClassVar[QuestionKind]
    # What a condition may ask of an answer besides whether there is one: which words it says, how large it is.
    names: ClassVar[bool] = False
    compares: ClassVar[bool] = False
    # Whether an answer says several of its words at once.
    several: ClassVar[bool] = False
    # Whether only the fiche of a pair can ask it.
    of_pairs: ClassVar[bool] = False
    # The template that draws it, when it is more than one field (see `fields`).
    drawn_by: ClassVar[str] = ""

    # — its definition —

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        """A form field for each setting, which says its French name and what it may be."""
        return {}

    @classmethod
    def first_settings(cls) -> dict[str, Any]:
        """Those that a question of this kind begins with: it can be read as soon as it is added."""
        return {}

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """The kind with these settings, as JSON keeps them; SettingsError, all at once, for what they may not be."""
        asked, values = cls.settings_fields(), {}
        unknown = sorted(settings.keys() - asked.keys())
        faults = [f"Le réglage « {name} » n'existe pas pour la nature « {cls.code.label} »." for name in unknown]
        for name, typed in asked.items():
            if name in settings:
                try:
                    values[name] = typed.clean(settings[name])
                except ValidationError as error:
                    faults += [f"{typed.label} : {fault}" for fault in error.messages]
        if not faults:
            kept = {one.name for one in fields(cls)}
            made = cls(**{name: value for name, value in values.items() if name in kept and value is not None})
            faults += made.contradictions()
        if faults:
            raise SettingsError(faults)
        return made

    def contradictions(self) -> Iterator[str]:
        """What makes settings that are each good impossible together."""
        yield from ()

    @property
    def inputs(self) -> int:
        """How many a page sends for it, with those that say what was seen."""
        return 2

    def vocabularies(self) -> Collection[str]:
        """Those whose terms it needs."""
        return ()

    def faults(self, terms: TermLists) -> Iterator[str]:
        """What keeps anybody from answering, in words that follow the question's name (case 55)."""
        yield from ()

    def explained(self, terms: TermLists) -> str:
        """What is expected, for who reads the questionnaire before answering."""
        return f"{self.code.label.capitalize()}."

    # — typed and stored —

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        """The form field of a kind that is one field."""
        raise NotImplementedError

    def fields(
        self,
        name: str,
        terms: TermLists,
        stored: Any,
        sent: Collection[str],
        **said: Any,
    ) -> dict[str, forms.Field]:
        """{name in the form: field}; parts are called `name.part`. `sent` are the names that a request carries."""
        return {name: self.field(terms, **said)}

    def initial(self, name: str, stored: Any) -> dict[str, Any]:
        """{name in the form: what is saved}."""
        return {name: self.opened(stored)}

    def written(self, name: str, stored: Any, changes: Mapping[str, Any]) -> Any:
        """The stored value once these fields changed, {name in the form: cleaned value}."""
        return self.stored(changes[name])

    def overfull(self, stored: Any) -> str:
        """Why this much cannot be kept; blank when it can."""
        return ""

    def stored(self, cleaned: Any) -> Any:
        return cleaned

    def opened(self, stored: Any) -> Any:
        return stored

    # — what it says —

    def canonical(self, stored: Any, terms: TermLists) -> Any:
        return stored

    def is_blank(self, stored: Any) -> bool:
        return is_empty(self.canonical(stored, NO_TERMS))

    def lacks(self, stored: Any) -> list[str]:
        """What an answer that is begun still needs before it binds, in words that follow the question's label."""
        return []

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        """In words, whatever the settings have become."""
        return ReadAnswer("" if canonical is None else str(canonical))

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        """For `records.spreadsheets`; None for no answer."""
        return None if is_empty(canonical) else canonical

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        """The stored value that a cell says; ValidationError for what it cannot say."""
        return self.stored(cell)

    # — what conditions ask of it —

    def said(self, stored: Any) -> Collection[str]:
        """The words of an answer that conditions know: «oui», «non», codes of a list."""
        return ()

    def sayable(self, terms: TermLists) -> Mapping[str, str]:
        """{word: its label} of all that may be said."""
        return {}

    def measured(self, stored: Any) -> Decimal | None:
        """The figure of an answer, for conditions that compare."""
        return None

    def worded(self, bound: Decimal) -> str:
        """A bound that a condition compares with, as people read it."""
        raise NotImplementedError


def vocabulary_label(vocabulary: str) -> str:
    return str(Vocabulary(vocabulary).label)
