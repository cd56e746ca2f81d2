"""The conditions of priority (R68), as a secretary states them."""

from typing import Any

from django import forms

from core.forms import PortalForm
from core.inputs import WholeNumberField
from regions.models import PriorityRule
from regions.priority import MOST_DAYS


class PriorityForm(PortalForm):
    least_days = WholeNumberField(label="Jours de participation au projet précédent, au moins", max_value=MOST_DAYS)
    confirmed = forms.BooleanField(label="Y avoir confirmé son engagement", required=False)
    stayed = forms.BooleanField(label="Ne pas l'avoir quitté avant sa fin", required=False)

    def __init__(self, data: Any = None, *, rule: PriorityRule) -> None:
        super().__init__(data, initial={name: getattr(rule, name) for name in self.base_fields})
