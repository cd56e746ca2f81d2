"""The forms of the budget."""

from typing import Any

from django import forms

from core.forms import DraftForm, PortalForm
from core.inputs import EuroField, LongTextField, PlainCharField
from regions.enums import FundingState
from regions.models import CoFunding, RegionalProject


class ComplementForm(DraftForm):
    required_when = {
        "requested_complement": "avant la signature",
        "complement_reason": "avant la signature, si vous en demandez un",
    }

    requested_complement = EuroField(
        label="Part complémentaire demandée, en euros",
        required=False,
        help_text="En plus de la part fixe. Écrivez 0 si vous n'en demandez pas.",
    )
    complement_reason = LongTextField(
        label="Justification de la part complémentaire",
        required=False,
        max_length=2000,
        rows=4,
        help_text="À quoi il servirait et comment il est calculé ; le comité de pilotage régional en décide l'usage.",
    )

    def __init__(self, data: Any = None, *, project: RegionalProject) -> None:
        initial = {name: getattr(project, name) for name in self.base_fields}
        super().__init__(data, initial=initial, prefix="budget")


class CofundingForm(PortalForm):
    funder = PlainCharField(label="Financeur", max_length=200, help_text="Par exemple « Conseil régional ».")
    purpose = PlainCharField(label="Ce qu'il finance", max_length=200, required=False)
    amount = EuroField(label="Montant, en euros", help_text="Par exemple 12 500,00.")
    state = forms.TypedChoiceField(
        label="Où en est ce financement",
        choices=[(FundingState.ASKED, "Demandé"), (FundingState.GRANTED, "Acquis")],
        coerce=FundingState,
        widget=forms.RadioSelect,
        initial=FundingState.ASKED,
    )

    def __init__(self, data: Any = None, *, cofunding: CoFunding | None = None) -> None:
        initial = {name: getattr(cofunding, name) for name in self.base_fields} if cofunding else None
        super().__init__(data, initial=initial)
