"""Whom the pair invites to which sections, and until when."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from calls.models import Section
from core.forms import PortalForm
from core.inputs import AddressField, DayField, PlainCharField

TASKS = [("commenter", "Commenter : lire ces sections et écrire des remarques"), ("ecrire", "Écrire, et commenter")]


class InviteGuestForm(PortalForm):
    email = AddressField(label="Adresse électronique")
    job_title = PlainCharField(
        label="Fonction",
        max_length=150,
        help_text="« Ergonome » ou « directrice des soins », par exemple : le binôme la lit auprès de son nom.",
    )
    sections = forms.ModelMultipleChoiceField(
        label="Sections ouvertes", queryset=Section.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    task = forms.ChoiceField(label="Pour", choices=TASKS, widget=forms.RadioSelect, initial="commenter")
    until = DayField(label="Jusqu'au (compris)")

    def __init__(self, data: Any = None, *, sections: QuerySet[Section]) -> None:
        super().__init__(data)
        self.fields["sections"].queryset = sections

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        asked = {name: given[name] for name in ("email", "job_title", "sections", "until")}
        return asked | {"writes": given["task"] == "ecrire"}


class ProlongForm(PortalForm):
    until = DayField(label="Jusqu'au (compris)")
