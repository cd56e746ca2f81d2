"""Forms of money that comes in: co-funding, repayments."""

from typing import Any

from core.forms import PortalForm
from core.inputs import DayField, EuroField, PlainCharField
from grants.forms.fields import AmountField, KeyField, PieceField


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
