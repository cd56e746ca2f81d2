"""Filters of the lists of people and of invitations."""

from typing import Any

from django import forms

from accounts.enums import AccountState, InvitationState, Role
from accounts.models import Membership
from accounts.models.invitation import InvitationQuerySet
from accounts.models.user import UserQuerySet
from accounts.organisations import organisations
from core.inputs import PlainCharField
from core.lists import FilterForm, SearchField, one_of


class PeopleFilters(FilterForm):
    q = PlainCharField(label="Nom ou adresse", max_length=200, widget=SearchField)
    organisation: Any = forms.ModelChoiceField(
        label="Organisation", queryset=None, empty_label="Toutes les organisations"
    )
    role = forms.ChoiceField(label="Rôle", choices=one_of(Role, "Tous les rôles"))
    etat = forms.ChoiceField(label="État", choices=one_of(AccountState, "Tous les états"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations().filter(memberships__isnull=False).distinct()

    def filtered(self, rows: UserQuerySet, **asked: Any) -> UserQuerySet:
        hats = Membership.objects.current()
        people = rows.matching(asked["q"])
        worn = {name: asked[name] for name in ("organisation", "role") if asked[name]}
        if worn:
            people = people.wearing(hats.filter(**worn))
        return people.in_state(AccountState(asked["etat"]), hats) if asked["etat"] else people


class InvitationFilters(FilterForm):
    etat = forms.ChoiceField(label="État", choices=one_of(InvitationState, "Toutes"))

    def filtered(self, rows: InvitationQuerySet, **asked: Any) -> InvitationQuerySet:
        return rows.in_state(InvitationState(asked["etat"])) if asked["etat"] else rows
