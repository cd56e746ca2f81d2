"""Deeds that bind: signature, withdrawal."""

from typing import Any

from django import forms

from accounts.models import Membership
from applications.capacity import Capacity, capacity_of
from applications.enums import Power
from core.forms import PortalForm
from core.inputs import DayField, LongTextField, PlainCharField


class SignForm(PortalForm):
    """What a signatory states; `hat` proposes what the account says of its power."""

    required_when = {"delegation": "pour une délégation", "delegated_on": "pour une délégation"}

    quality = PlainCharField(
        label="Votre qualité",
        max_length=150,
        error_messages={"required": "Dites en quelle qualité vous signez."},
    )
    power = forms.ChoiceField(
        label="Vous signez",
        choices=Power.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites par quel pouvoir vous signez."},
    )
    delegation = PlainCharField(
        label="Référence de la délégation",
        help_text="L'acte qui vous la donne : « arrêté n° 2026-12 », par exemple.",
        max_length=250,
        required=False,
    )
    delegated_on = DayField(label="Date de la délégation", required=False)
    attested = forms.BooleanField(
        label="J'ai lu la fiche, j'en approuve le contenu et j'ai qualité pour engager mon organisation.",
        error_messages={"required": "Cochez cette case pour signer."},
    )

    def __init__(self, data: Any = None, *, hat: Membership) -> None:
        known = capacity_of(hat)
        proposed = vars(known) if hat.own_power or known.delegation else {"quality": known.quality}
        super().__init__(data, initial=proposed)

    def capacity(self) -> Capacity:
        return Capacity(
            **{name: self.cleaned_data[name] for name in ("quality", "power", "delegation", "delegated_on")}
        )


class RefuseForm(PortalForm):
    reason = LongTextField(
        label="Ce qui est à reprendre",
        help_text="Les personnes qui écrivent la fiche, à l'ARS et à l'Aract, le liront.",
        max_length=2000,
        rows=5,
        error_messages={"required": "Dites ce qui est à reprendre."},
    )


class WithdrawForm(PortalForm):
    reason = LongTextField(
        label="Motif du retrait",
        help_text="Il sera lu par l'autre partie et, si la fiche est déposée, par le secrétariat de la commission.",
        max_length=1000,
        rows=4,
        required=False,
    )
    attested = forms.BooleanField(
        label="Je comprends que le retrait est définitif.",
        error_messages={"required": "Cochez cette case pour retirer la fiche."},
    )
