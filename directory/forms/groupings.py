"""Naming a grouping or a territory (R32)."""

from typing import Any

from django import forms

from core.forms import PortalForm
from core.inputs import PlainCharField
from directory.enums import EntityKind, LegalStatus, Sector


class GroupingForm(PortalForm):
    """A grouping or a territory, which has no FINESS number (R32)."""

    kind = forms.TypedChoiceField(
        label="De quoi s'agit-il",
        choices=[(EntityKind.GROUPING, "Un groupement"), (EntityKind.TERRITORY, "Un territoire")],
        coerce=EntityKind,
        widget=forms.RadioSelect,
        initial=EntityKind.GROUPING,
    )
    name = PlainCharField(label="Nom", max_length=200)
    city = PlainCharField(label="Ville du siège ou de la coordination", max_length=80)
    sector = forms.TypedChoiceField(
        label="Secteur", choices=[("", "Choisir un secteur"), *Sector.choices], coerce=Sector
    )
    legal_status = forms.TypedChoiceField(
        label="Statut", choices=[("", "Choisir un statut"), *LegalStatus.choices], coerce=LegalStatus
    )

    def named(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in GroupingForm.base_fields}
