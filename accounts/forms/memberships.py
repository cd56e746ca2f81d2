"""What is typed to offer, give or correct a membership."""

from typing import Any

from django import forms

from accounts.enums import Role
from accounts.forms.signing_in import ADDRESS_HINT
from accounts.organisations import OrganisationField
from accounts.roles import role_exists
from core.forms import PortalForm
from core.inputs import AddressField, PlainCharField
from core.lists import one_of

ROLE_HINT = (
    "DGOS et Anact : secrétariat, présidence, rapport ou signature. ARS, Aract et opérateurs : rédaction ou signature. "
    "Établissement : contact."
)


class RoleForm(PortalForm):
    """An organisation and one of the roles that exist there."""

    organisation = OrganisationField()
    role = forms.ChoiceField(label="Rôle", choices=one_of(Role, "Choisissez un rôle"), help_text=ROLE_HINT)
    job_title = PlainCharField(
        label="Qualité", max_length=150, help_text="La fonction qui figure sous la signature : « Chargée de mission »."
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        organisation, role = typed.get("organisation"), typed.get("role")
        if organisation is not None and role:
            verdict = role_exists(role, organisation)
            if not verdict:
                self.add_error("role", verdict.reason)
        return typed


class InvitationForm(RoleForm):
    email = AddressField(label="Adresse électronique", help_text=ADDRESS_HINT)
    field_order = ["email", "organisation", "role", "job_title"]


class CapacityForm(PortalForm):
    """Under what title a person acts and signs."""

    job_title = PlainCharField(label="Qualité", max_length=150, help_text="Figure sous la signature.")
    delegation = PlainCharField(
        label="Délégation",
        max_length=200,
        required=False,
        help_text="Figure au-dessus de la signature, par exemple « Pour le ministre et par délégation ».",
    )
