"""A round of correction: what the secretary opens, prolongs or ends."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from calls.models import Section
from core.forms import PortalForm
from core.inputs import DayField, LongTextField


class RoundForm(PortalForm):
    sections = forms.MultipleChoiceField(
        label="Sections à corriger",
        help_text="Celles qui en dépendent s'ouvrent avec elles. Le reste de la fiche demeure scellé.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une section à corriger."},
    )
    reason = LongTextField(
        label="Ce qui est à corriger",
        help_text="L'ARS et l'Aract le liront tel quel.",
        max_length=2000,
        rows=5,
        error_messages={"required": "Dites au binôme ce qui est à corriger."},
    )
    until = DayField(label="À déposer jusqu'au", help_text="Ce jour compris, à l'heure de l'appel.")

    def __init__(self, data: Any = None, *, sections: Iterable[Section]) -> None:
        super().__init__(data)
        self.by_key = {str(section.pk): section for section in sections}
        field = cast("forms.MultipleChoiceField", self.fields["sections"])
        field.choices = [(key, str(section)) for key, section in self.by_key.items()]

    def clean_sections(self) -> list[Section]:
        return [self.by_key[key] for key in self.cleaned_data["sections"]]


class RoundExtensionForm(PortalForm):
    until = DayField(label="Nouvelle date", help_text="Ce jour compris, à l'heure de l'appel.")


class RoundEndForm(PortalForm):
    reason = LongTextField(
        label="Pourquoi la correction s'arrête",
        help_text="Le binôme et le secrétariat de la commission le liront.",
        max_length=1000,
        rows=3,
        error_messages={"required": "Dites pourquoi la correction s'arrête."},
    )
