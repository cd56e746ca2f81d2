"""The form of the plan: days and dates of each stage."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from calls.models import Term
from core.forms import DraftForm
from core.inputs import DayField, DaysField, LongTextField
from regions.models import StagePlan

COLUMNS: dict[str, Callable[[], forms.Field]] = {
    "planned_days": lambda: DaysField(label="Jours prévus"),
    "starts_on": lambda: DayField(label="Début"),
    "ends_on": lambda: DayField(label="Fin"),
    "method": lambda: LongTextField(label="Méthode", max_length=1500, rows=2),
}


@dataclass(frozen=True)
class StageRow:
    """A stage with its fields, each under its short label."""

    stage: Term
    cells: list[tuple[str, BoundField]]


class StagesForm(DraftForm):
    """One line for each stage; no day is an empty field rather than 0,00."""

    def __init__(self, data: Any = None, *, plans: Iterable[StagePlan]) -> None:
        self.plans = list(plans)
        self.base_fields = {}
        initial = {}
        for plan in self.plans:
            for column, fresh in COLUMNS.items():
                field = fresh()
                field.label = f"{plan.stage} – {field.label}"
                self.base_fields[self.name(plan, column)] = field
                initial[self.name(plan, column)] = getattr(plan, column) or None
        super().__init__(data, initial=initial)

    @staticmethod
    def name(plan: StagePlan, column: str) -> str:
        return f"etape-{plan.stage_id}-{column}"

    @property
    def rows(self) -> Iterator[StageRow]:
        for plan in self.plans:
            cells = [(str(fresh().label), self[self.name(plan, column)]) for column, fresh in COLUMNS.items()]
            yield StageRow(plan.stage, cells)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for plan in self.plans:
            starts, ends = (self.name(plan, column) for column in ("starts_on", "ends_on"))
            if cleaned.get(starts) and cleaned.get(ends) and cleaned[ends] < cleaned[starts]:
                self.add_error(starts if ends in self.settled else ends, "La fin de l'étape précède son début.")
        return cleaned

    def changed_plans(self) -> Iterator[tuple[Term, dict[str, Any]]]:
        """Each stage that changed, with all it says now: a cell in error stays as it was saved."""
        changes = self.changes
        for plan in self.plans:
            names = {column: self.name(plan, column) for column in COLUMNS}
            if changes.keys() & names.values():
                values = {column: changes.get(name, getattr(plan, column)) for column, name in names.items()}
                yield plan.stage, values | {"planned_days": values["planned_days"] or Decimal(0)}
