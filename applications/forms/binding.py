"""Deeds that bind: signature, withdrawal."""

from django import forms

from core.forms import PortalForm
from core.inputs import LongTextField


class SignForm(PortalForm):
    attested = forms.BooleanField(
        label="J'ai lu la fiche, j'en approuve le contenu et j'ai qualité pour engager mon organisation.",
        error_messages={"required": "Cochez cette case pour signer."},
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
