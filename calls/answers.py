"""Answers to the questions of a questionnaire: how they are kept, whether they say anything, how they read."""

from datetime import date
from decimal import Decimal
from typing import Any

from calls.enums import QuestionKind
from core.wording import day, grouped


def stored(value: Any) -> Any:
    """A cleaned value as the database keeps it in JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value


def opened(value: Any, kind: str) -> Any:
    """A kept value as a field takes it."""
    return date.fromisoformat(value) if value and kind == QuestionKind.DATE else value


def is_blank(value: Any) -> bool:
    """Nothing was answered; «non» and zero are answers."""
    return value is None or value in ("", []) or (isinstance(value, str) and not value.strip())


def worded(value: Any, kind: str) -> str:
    """An answer in French words; nothing for none."""
    if value is None or value == "":
        return ""
    if kind == QuestionKind.DATE:
        return day(date.fromisoformat(value))
    if kind == QuestionKind.YES_NO:
        return "Oui" if value else "Non"
    if kind == QuestionKind.NUMBER:
        return grouped(Decimal(value), 0)
    return str(value)
