"""Filters of the lists, kept in the address."""

from typing import Any

from django import forms
from django.db.models import TextChoices

from accounts.enums import AccountState, InvitationState, Role
from accounts.organisations import organisations
from core.forms import PortalForm
from core.inputs import PlainCharField


def capitalised(values: type[TextChoices]) -> list[tuple[str, str]]:
    return [(value, label.capitalize()) for value, label in values.choices]


class PeopleFilters(PortalForm):
    q = PlainCharField(label="Nom ou adresse", max_length=200, required=False)
    organisation: Any = forms.ModelChoiceField(
        label="Organisation", queryset=None, required=False, empty_label="Toutes les organisations"
    )
    role = forms.ChoiceField(label="Rôle", choices=[("", "Tous les rôles"), *capitalised(Role)], required=False)
    etat = forms.ChoiceField(label="État", choices=[("", "Tous les états"), *capitalised(AccountState)], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations().filter(memberships__isnull=False).distinct()


class InvitationFilters(PortalForm):
    etat = forms.ChoiceField(label="État", choices=[("", "Toutes"), *capitalised(InvitationState)], required=False)
