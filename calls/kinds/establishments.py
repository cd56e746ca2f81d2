"""A structure of the national directory.

The directory stands above this room: it registers how its rows are found (`directory.apps`).
"""

# ruff: noqa: ARG002 - every kind is asked in the same words

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from calls.enums import QuestionKind
from calls.kinds.base import Kind, ReadAnswer, TermLists
from core.inputs import PlainCharField

# {"finess", "name", "city"} of the rows that a text may mean, few of them, and whether there are more.
Finder = Callable[[str], tuple[list[dict[str, str]], bool]]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Called once, by the room that keeps the directory."""
    _finders[:] = [finder]


def in_words(structure: dict[str, str]) -> str:
    """«Centre hospitalier des Deux-Rives (Rennes), FINESS 350000123»."""
    name, city, finess = structure["name"], structure["city"], structure["finess"]
    return name + (f" ({city})" if city else "") + (f", FINESS {finess}" if finess else "")


class EstablishmentField(PlainCharField):
    """A structure by its name, its city or its FINESS number; what means several is answered by their list."""

    default_error_messages = {
        "unknown": "Aucune structure de l'annuaire ne répond à ces mots. Essayez son numéro FINESS.",
        "several": "Plusieurs structures répondent à ces mots : %(found)s. Donnez le numéro FINESS de la vôtre.",
    }

    def prepare_value(self, value: Any) -> Any:
        return in_words(value) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        text = super().to_python(value)
        if not text:
            return None
        number = text.rpartition("FINESS ")[2].replace(" ", "") if "FINESS " in text else text
        found, more = _finders[0](number) if _finders else ([], False)
        exact = [row for row in found if text in (row["finess"], in_words(row))]
        if len(exact or found) == 1 and not (more and not exact):
            return (exact or found)[0]
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        listed = " ; ".join(in_words(row) for row in found) + (" ; et d'autres" if more else "")
        raise ValidationError(self.error_messages["several"], code="several", params={"found": listed})

    def run_validators(self, value: Any) -> None:
        """Its length was judged as text."""
        if isinstance(value, str):
            super().run_validators(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(self.prepare_value(data) or "").strip()


@dataclass(frozen=True)
class EstablishmentKind(Kind):
    """Stored and sealed as {"finess", "name", "city"}: as the directory named it the day it was chosen."""

    code: ClassVar = QuestionKind.ESTABLISHMENT

    def explained(self, terms: TermLists) -> str:
        return "Une structure de l'annuaire, par son nom ou son numéro FINESS."

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        hint = "Écrivez son nom et sa ville, ou son numéro FINESS."
        said["help_text"] = f"{said.get('help_text', '')} {hint}".strip()
        return EstablishmentField(**said)

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer(in_words(canonical) if canonical else "")

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        return in_words(canonical) if canonical else None

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        return self.field(terms, required=False).clean("" if cell is None else cell)
