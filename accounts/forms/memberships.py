"""What is typed to offer, give or correct a membership."""

from typing import Any

from django import forms

from accounts.enums import Role
from accounts.forms.signing_in import ADDRESS_HINT
from accounts.organisations import OrganisationField
from accounts.roles import role_exists
from core.forms import PortalForm
from core.inputs import AddressField, DayField, PlainCharField
from core.lists import one_of

ROLE_HINT = (
    "DGOS et Anact : secrétariat, présidence, rapport ou signature. ARS, Aract et opérateurs : rédaction ou signature. "
    "Structure : référent."
)


class RoleForm(PortalForm):
    """An organisation and one of the roles that exist there."""

    organisation = OrganisationField()
    role = forms.ChoiceField(label="Rôle", choices=one_of(Role, "Choisissez un rôle"), help_text=ROLE_HINT)
    job_title = PlainCharField(
        label="Fonction", max_length=150, help_text="La fonction qui figure sous la signature : « Chargée de mission »."
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
    """Under what title a person acts, and by which power they sign (CRPA L. 212-1)."""

    required_when = {
        "delegation": "pour signer un acte par délégation",
        "delegation_act": "pour signer un acte par délégation",
        "delegation_until": "si la délégation a une fin",
    }

    job_title = PlainCharField(label="Fonction", max_length=150, help_text="Figure sous la signature.")
    service = PlainCharField(
        label="Service",
        max_length=200,
        required=False,
        help_text="Celui qu'un acte nomme sous la signature. À défaut, le bureau ou la direction de l'organisation.",
    )
    own_power = forms.BooleanField(
        label="Signe par son pouvoir propre",
        required=False,
        help_text="Par exemple le directeur général d'une agence. Sinon, décrivez sa délégation ci-dessous.",
    )
    delegation = PlainCharField(
        label="Délégation",
        max_length=200,
        required=False,
        help_text="Figure au-dessus de la signature, par exemple « Pour le ministre et par délégation ».",
    )
    delegation_act = PlainCharField(
        label="Publication de la délégation",
        max_length=250,
        required=False,
        help_text="L'acte et sa publication, par exemple « arrêté du 3 mars 2026, Journal officiel du 5 mars 2026 ».",
    )
    delegation_from = DayField(label="Délégation valable du", required=False)
    delegation_until = DayField(label="Délégation valable jusqu'au", required=False, help_text="Ce jour compris.")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        first, last = typed.get("delegation_from"), typed.get("delegation_until")
        if first and last and last < first:
            self.add_error("delegation_until", "La délégation finirait avant de commencer.")
        return typed
