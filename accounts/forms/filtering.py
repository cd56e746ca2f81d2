"""Filters of the lists, kept in the address."""

from typing import Any

from django import forms

from accounts.enums import AccountState, InvitationState, Role
from accounts.organisations import organisations
from acia_portal.forms import PortalForm
from acia_portal.inputs import PlainCharField


class PeopleFilters(PortalForm):
    q = PlainCharField(label="Nom ou adresse", max_length=200, required=False)
    organisation: Any = forms.ModelChoiceField(
        label="Organisation", queryset=None, required=False, empty_label="Toutes les organisations"
    )
    role = forms.ChoiceField(label="Rôle", choices=[("", "Tous les rôles"), *Role.choices], required=False)
    etat = forms.ChoiceField(label="État", choices=[("", "Tous les états"), *AccountState.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations().filter(memberships__isnull=False).distinct()


class InvitationFilters(PortalForm):
    etat = forms.ChoiceField(label="État", choices=[("", "Toutes"), *InvitationState.choices], required=False)
