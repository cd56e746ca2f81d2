"""Figures: whole numbers, amounts in euros, days of the calendar; each between its bounds if it has any."""

# ruff: noqa: ARG002 - every kind is asked in the same words

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from calls.enums import QuestionKind
from calls.kinds.base import Kind, ReadAnswer, TermLists
from core.inputs import DayField, EuroField, WholeNumberField
from core.wording import day, euros, grouped

LARGEST_NUMBER = 999_999_999
LARGEST_AMOUNT = Decimal("999999999.99")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class WholeNumber(Kind):
    """A whole number, zero included; stored as one."""

    code: ClassVar = QuestionKind.NUMBER
    compares: ClassVar = True
    least: int = 0
    most: int = LARGEST_NUMBER

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        return {
            "least": WholeNumberField(label="Au moins", required=False),
            "most": WholeNumberField(label="Au plus", required=False),
        }

    def contradictions(self) -> Iterator[str]:
        if self.least > self.most:
            yield "La plus petite valeur dépasse la plus grande."

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        return WholeNumberField(min_value=self.least, max_value=self.most, **said)

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer("" if canonical in (None, "") else grouped(Decimal(canonical), 0))

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        typed = grouped(Decimal(str(cell)), 0) if isinstance(cell, int | float) and cell == int(cell) else cell
        return self.field(terms, required=False).clean(typed)

    def measured(self, stored: Any) -> Decimal | None:
        return None if stored is None else Decimal(stored)

    def worded(self, bound: Decimal) -> str:
        return grouped(bound, 0)


class CheckedEuroField(EuroField):
    """An amount from `least` on."""

    def __init__(self, *, least: Decimal, **kwargs: Any) -> None:
        self.least = least
        super().__init__(**kwargs)

    def to_python(self, value: object) -> Decimal | None:
        amount = super().to_python(value)
        if amount is not None and amount < self.least:
            raise ValidationError(f"Ce montant est trop petit : {euros(self.least)} au moins.", code="too_small")
        return amount


@dataclass(frozen=True)
class Amount(Kind):
    """Euros and cents; stored as text with two places, «70000.00», since JSON has no exact decimals."""

    code: ClassVar = QuestionKind.AMOUNT
    compares: ClassVar = True
    least: Decimal = Decimal(0)
    most: Decimal = LARGEST_AMOUNT

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        return {
            "least": EuroField(label="Au moins", required=False),
            "most": EuroField(label="Au plus", required=False),
        }

    def contradictions(self) -> Iterator[str]:
        if self.least > self.most:
            yield "Le plus petit montant dépasse le plus grand."

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        return CheckedEuroField(least=self.least, max_value=self.most, **said)

    def stored(self, cleaned: Any) -> Any:
        return None if cleaned is None else str(cleaned.quantize(Decimal("0.01")))

    def opened(self, stored: Any) -> Any:
        return Decimal(stored) if stored else None

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer(euros(Decimal(canonical)) if canonical else "")

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        return Decimal(canonical) if canonical else None

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        typed = grouped(Decimal(str(cell)), 2) if isinstance(cell, int | float | Decimal) else cell
        return self.stored(self.field(terms, required=False).clean(typed))

    def measured(self, stored: Any) -> Decimal | None:
        return Decimal(stored) if stored else None

    def worded(self, bound: Decimal) -> str:
        return euros(bound)


class BoundedDayField(DayField):
    """A day from `earliest` to `latest`, said in full."""

    def __init__(self, *, earliest: date, latest: date, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(first=FIRST_DAY, **kwargs)

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        if found is not None and found < self.earliest:
            raise ValidationError(f"Choisissez une date à partir du {day(self.earliest)}.", code="too_early")
        if found is not None and found > self.latest:
            raise ValidationError(f"Choisissez une date jusqu'au {day(self.latest)}.", code="too_late")
        return found


@dataclass(frozen=True)
class DayKind(Kind):
    """A day, stored as «2026-11-28»."""

    code: ClassVar = QuestionKind.DATE
    earliest: date = FIRST_DAY
    latest: date = LAST_DAY

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        return {
            "earliest": DayField(label="À partir du", first=FIRST_DAY, required=False),
            "latest": DayField(label="Jusqu'au", first=FIRST_DAY, required=False),
        }

    def contradictions(self) -> Iterator[str]:
        if self.earliest > self.latest:
            yield "La première date suit la dernière."

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        return BoundedDayField(earliest=self.earliest, latest=self.latest, **said)

    def stored(self, cleaned: Any) -> Any:
        return None if cleaned is None else cleaned.isoformat()

    def opened(self, stored: Any) -> Any:
        return date.fromisoformat(stored) if stored else None

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer(day(date.fromisoformat(canonical)) if canonical else "")

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        return date.fromisoformat(canonical) if canonical else None

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        typed = cell.strftime("%Y-%m-%d") if isinstance(cell, date) else cell
        return self.stored(self.field(terms, required=False).clean(typed))
