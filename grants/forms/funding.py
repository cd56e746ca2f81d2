"""Forms of recoveries and co-funding."""

from typing import Any

from django import forms

from core.forms import PortalForm
from core.inputs import DayField, EuroField, LongTextField, PlainCharField
from grants.enums import RecoveryGround
from grants.forms.fields import AmountField, KeyField, PieceField


class RecoverForm(PortalForm):
    ground = forms.TypedChoiceField(
        label="Fondement", choices=RecoveryGround.choices, coerce=RecoveryGround, widget=forms.RadioSelect
    )
    amount = AmountField(label="Montant à reverser, en euros")
    reason = LongTextField(
        label="Motifs",
        max_length=3000,
        rows=6,
        help_text="Les faits et les règles qui fondent la décision : ils figurent dans la lettre.",
    )
    heard_on = DayField(
        label="Bénéficiaire invité à présenter ses observations le",
        help_text="Avant une décision défavorable (code des relations entre le public et l'administration, L. 121-1).",
    )


class ReceivedForm(PortalForm):
    """Money that came in: a repayment or a co-funding."""

    key = KeyField()
    amount = AmountField(label="Montant reçu, en euros")
    on = DayField(label="Reçu le")
    upload = PieceField(label="Justificatif", required=False)


class ConfirmForm(PortalForm):
    """What a funder confirms; of a line of the fiche, the funder and the object are known."""

    funder = PlainCharField(label="Financeur", max_length=200)
    purpose = PlainCharField(label="Ce qu'il finance", max_length=200, required=False)
    amount = EuroField(label="Montant confirmé, en euros", help_text="Écrivez 0 s'il renonce.")
    on = DayField(label="Confirmé le")

    def __init__(self, *args: Any, announced: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if announced:
            del self.fields["funder"], self.fields["purpose"]
