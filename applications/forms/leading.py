"""To whom the lead of a fiche is handed over."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Membership
from applications.forms.remarks import named
from core.forms import PortalForm


class LeadForm(PortalForm):
    to = forms.ModelChoiceField(
        label="À qui passer le relais",
        queryset=Membership.objects.none(),
        empty_label="Choisir une personne de l'ARS ou de l'Aract",
    )

    def __init__(self, data: Any = None, *, people: QuerySet[Membership]) -> None:
        super().__init__(data)
        self.fields["to"].queryset = people
        self.fields["to"].label_from_instance = named
