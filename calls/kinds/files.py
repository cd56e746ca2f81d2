"""Files joined as an answer: the room that asks keeps their bytes, the answer says which they are."""

# ruff: noqa: ARG002 - every kind is asked in the same words

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from calls.enums import QuestionKind
from calls.kinds.base import Kind, ReadAnswer, ReadFile, TermLists
from core.inputs import WholeNumberField
from core.wording import counted, listed, weight

# By the word that settings keep: how people call these files, and their extensions as `records.documents` knows them.
TYPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "pdf": ("PDF", ("pdf",)),
    "text": ("Word ou ODT", ("docx", "odt")),
    "sheet": ("Excel", ("xlsx",)),
    "image": ("image PNG ou JPEG", ("png", "jpg")),
}
MEGABYTE = 1024 * 1024
MOST_FILES = 20
CELL = re.compile(r"(?P<name>.+) – (?P<size>[0-9]{1,15}) octets – empreinte (?P<sha256>[0-9a-f]{64})")


class FilesField(forms.Field):
    """Holds the place of the files in a form, which neither sends nor changes them: each is joined by itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "disabled": True})

    def clean(self, value: Any) -> Any:
        return value


class TypesField(forms.MultipleChoiceField):
    """Words of `TYPES`; none for all of them."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        return tuple(super().clean(value))


@dataclass(frozen=True)
class Files(Kind):
    """Stored and sealed as [{"name", "size", "sha256"}]: the SHA-256 tells two files apart, their name does not."""

    code: ClassVar = QuestionKind.FILE
    drawn_by: ClassVar = "calls/_files.html"
    of_pairs: ClassVar = True
    types: tuple[str, ...] = ()
    max_mb: int = 10
    most: int = 5

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        choices = [(word, name) for word, (name, _) in TYPES.items()]
        return {
            "types": TypesField(label="Types de fichiers (aucun : tous)", choices=choices, required=False),
            "max_mb": WholeNumberField(
                label="Taille maximale d'un fichier (Mo)",
                min_value=1,
                max_value=settings.DOCUMENT_MAX_BYTES // MEGABYTE,
                required=False,
            ),
            "most": WholeNumberField(
                label="Nombre de fichiers au plus", min_value=1, max_value=MOST_FILES, required=False
            ),
        }

    @property
    def inputs(self) -> int:
        """The form sends nothing of them."""
        return 0

    @property
    def max_bytes(self) -> int:
        return self.max_mb * MEGABYTE

    @property
    def extensions(self) -> list[str]:
        return [extension for word in self.types or TYPES for extension in TYPES[word][1]]

    @property
    def types_said(self) -> str:
        return listed([TYPES[word][0] for word in TYPES if word in (self.types or TYPES)])

    def explained(self, terms: TermLists) -> str:
        return f"{counted(self.most, 'fichier')} au plus, de {self.max_mb} Mo chacun au plus : {self.types_said}."

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        said["help_text"] = f"{said.get('help_text', '')} {self.explained(terms)}".strip()
        return FilesField(**said)

    def canonical(self, stored: Any, terms: TermLists) -> Any:
        return [{key: file[key] for key in ("name", "size", "sha256")} for file in stored or []]

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer(
            files=[
                ReadFile(file["name"], file["size"], weight(file["size"]), file["sha256"]) for file in canonical or []
            ]
        )

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        """A line a file, with what proves it."""
        lines = (f"{file['name']} – {file['size']} octets – empreinte {file['sha256']}" for file in canonical or [])
        return "\n".join(lines) or None

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        """Which files a cell names; it cannot bring them."""
        found = [CELL.fullmatch(line) for line in str(cell or "").splitlines() if line]
        if not all(found):
            raise ValidationError("Un tableau ne peut pas apporter de fichier : joignez-le dans la fiche.")
        return [{**one.groupdict(), "size": int(one["size"])} for one in found if one]
