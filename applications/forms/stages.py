"""The form of one stage of the plan."""

from decimal import Decimal
from typing import Any

from django import forms

from applications.forms.rows import RowForm
from core.inputs import DaysField, LongTextField
from regions.models import StagePlan


class StageForm(RowForm):
    planned_days = DaysField(label="Jours prévus", required=False)
    starts_on = forms.DateField(label="Début", required=False, widget=forms.DateInput)
    ends_on = forms.DateField(label="Fin", required=False, widget=forms.DateInput)
    method = LongTextField(label="Méthode", required=False, max_length=1500, rows=2)

    def __init__(self, data: Any = None, *, plan: StagePlan) -> None:
        self.stage = plan.stage
        super().__init__(data, row=plan, prefix=f"etape-{plan.stage_id}")

    def shown(self, name: str, value: Any) -> Any:
        """No day is an empty field rather than 0,00."""
        return value or None if name == "planned_days" else value

    def clean_planned_days(self) -> Decimal:
        return self.cleaned_data["planned_days"] or Decimal(0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors.keys() & {"starts_on", "ends_on"}:
            plan = self.merged()
            if plan["starts_on"] and plan["ends_on"] and plan["ends_on"] < plan["starts_on"]:
                field = "ends_on" if "ends_on" in self.changed_data else "starts_on"
                self.add_error(field, "La fin de l'étape précède son début.")
        return cleaned
