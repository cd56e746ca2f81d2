"""Forms that are a table: the same columns on a bounded number of rows, blank ones ignored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from core.forms import PortalForm


@dataclass(frozen=True)
class Row:
    """One row to draw."""

    number: int
    cells: list[BoundField]


class RowsForm(PortalForm):
    """`columns` gives a fresh field for each column; the field of row 3 is called «amount_3».

    The number of rows is the server's, never the sender's (case 34).
    """

    columns: Mapping[str, Callable[[], forms.Field]] = {}

    def __init__(self, data: Any = None, *, known: Sequence[Mapping[str, Any]], rows: int, **kwargs: Any) -> None:
        self.numbers = range(1, rows + 1)
        cells = {f"{name}_{number}": self.cell(name, number) for number in self.numbers for name in self.columns}
        self.base_fields = {**self.declared_fields, **cells}
        initial = {
            f"{name}_{number}": value
            for number, row in zip(self.numbers, known, strict=False)
            for name, value in row.items()
        }
        super().__init__(data, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)

    def cell(self, name: str, number: int) -> forms.Field:
        field = self.columns[name]()
        field.label, field.required = f"{field.label}, ligne {number}", False
        return field

    def rows(self) -> list[Row]:
        return [Row(number, [self[f"{name}_{number}"] for name in self.columns]) for number in self.numbers]

    def headers(self) -> list[str]:
        return [str(fresh().label) for fresh in self.columns.values()]

    def clean(self) -> dict[str, Any]:
        """A row with something in it wants all that `wanted` names."""
        cleaned = super().clean() or self.cleaned_data
        for number in self.numbers:
            row = self.typed(number)
            if self.is_blank(row):
                continue
            for name, message in self.wanted().items():
                full = f"{name}_{number}"
                if row.get(name) in (None, "") and full not in self.errors:
                    self.add_error(full, message)
        return cleaned

    def typed(self, number: int) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{name}_{number}") for name in self.columns}

    def is_blank(self, row: Mapping[str, Any]) -> bool:
        return all(value in (None, "") for value in row.values())

    def wanted(self) -> Mapping[str, str]:
        """{column: what is said when it lacks}."""
        return {}

    def filled(self) -> list[dict[str, Any]]:
        return [row for row in map(self.typed, self.numbers) if not self.is_blank(row)]
