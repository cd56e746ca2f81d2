"""Texts: short, long, and the address of a mailbox."""

# ruff: noqa: ARG002 - every kind is asked in the same words

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from calls.enums import QuestionKind
from calls.kinds.base import Kind, ReadAnswer, TermLists, is_empty, one_line_ends
from core.inputs import AddressField, PlainCharField, RichTextField, WholeNumberField
from core.wording import counted

SHORTEST_ESSAY = 1000  # characters: beyond, a taller box
LONGEST_LINE, LONGEST_TEXT = 500, 20_000


@dataclass(frozen=True)
class ShortText(Kind):
    """One line."""

    code: ClassVar = QuestionKind.SHORT_TEXT
    max_length: int = LONGEST_LINE

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        return {
            "max_length": WholeNumberField(
                label="Longueur maximale (caractères)", min_value=1, max_value=LONGEST_LINE, required=False
            )
        }

    def explained(self, terms: TermLists) -> str:
        return f"Texte, {counted(self.max_length, 'caractère')} au plus."

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        return PlainCharField(max_length=self.max_length, **said)

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        return self.stored(self.field(terms, required=False).clean("" if cell is None else cell))


@dataclass(frozen=True)
class LongText(Kind):
    """Several lines, with light marks (`core.rich_text`) that a spreadsheet keeps as typed.

    What is shorter than `min_length` may be kept, not signed.
    """

    code: ClassVar = QuestionKind.LONG_TEXT
    max_length: int = 4000
    min_length: int = 0

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        return {
            "max_length": WholeNumberField(
                label="Longueur maximale (caractères)", min_value=1, max_value=LONGEST_TEXT, required=False
            ),
            "min_length": WholeNumberField(
                label="Longueur minimale (caractères)", max_value=LONGEST_TEXT, required=False
            ),
        }

    def contradictions(self) -> Any:
        if self.min_length > self.max_length:
            yield "La longueur minimale dépasse la longueur maximale."

    def explained(self, terms: TermLists) -> str:
        least = f"de {self.min_length} à " if self.min_length else ""
        most = "" if self.min_length else " au plus"
        return f"Texte, {least}{counted(self.max_length, 'caractère')}{most}."

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        return RichTextField(max_length=self.max_length, rows=8 if self.max_length > SHORTEST_ESSAY else 4, **said)

    def stored(self, cleaned: Any) -> Any:
        return one_line_ends(cleaned)

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer(canonical or "", rich=True)

    def lacks(self, stored: Any) -> list[str]:
        length = len((stored or "").strip())
        if is_empty(stored) or length >= self.min_length:
            return []
        return [f"compte {counted(length, 'caractère')}, {self.min_length} au moins sont attendus."]

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        return self.stored(self.field(terms, required=False).clean("" if cell is None else cell))


@dataclass(frozen=True)
class Email(Kind):
    """The address of a mailbox."""

    code: ClassVar = QuestionKind.EMAIL

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        return AddressField(**said)

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        return self.field(terms, required=False).clean("" if cell is None else cell)
