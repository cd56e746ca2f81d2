"""The kinds of questions: one registry, of objects that each say all that the portal does with an answer (`base.Kind`).

A new kind is a member of `QuestionKind` and a class in a module here, listed below; nothing else of the portal asks of
which kind a question is, but for files, which are joined one by one (`applications.attaching`).
"""

from collections.abc import Mapping
from typing import Any

from calls.enums import QuestionKind
from calls.kinds.base import NO_TERMS, Kind, ReadAnswer, ReadFile, ReadTable, SettingsError, TermLists, is_empty
from calls.kinds.choosing import Choice, ChoicesKind, YesNo
from calls.kinds.establishments import EstablishmentKind
from calls.kinds.figures import Amount, DayKind, WholeNumber
from calls.kinds.files import Files
from calls.kinds.rows import Block, TableKind
from calls.kinds.texts import Email, LongText, ShortText

KINDS: dict[str, type[Kind]] = {
    kind.code: kind
    for kind in (
        ShortText, LongText, WholeNumber, Amount, DayKind, YesNo, Choice, ChoicesKind, Email, EstablishmentKind,
        TableKind, Block, Files,
    )
}  # fmt: skip
# What sealed contents called a kind before it had its present name.
FORMER_NAMES = {"terms": QuestionKind.CHOICES}


def named(code: str) -> type[Kind]:
    """The kind that a question or a sealed content names."""
    return KINDS[FORMER_NAMES.get(code, code)]


def kind_of(code: str, settings: Mapping[str, Any]) -> Kind:
    """A kind with its settings; SettingsError says what they may not be."""
    return named(code).of(settings)


def read(code: str, canonical: Any) -> ReadAnswer:
    """A sealed answer in words."""
    return named(code).read(canonical)


__all__ = [
    "KINDS",
    "NO_TERMS",
    "Kind",
    "ReadAnswer",
    "ReadFile",
    "ReadTable",
    "SettingsError",
    "TermLists",
    "is_empty",
    "kind_of",
    "named",
    "read",
]  # fmt: skip
