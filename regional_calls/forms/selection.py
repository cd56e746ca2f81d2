"""What each party types when the pair sorts."""

from typing import Any

from django import forms

from calls.kinds.choosing import InlineRadios
from core.forms import PortalForm
from core.inputs import LongTextField, WholeNumberField
from regional_calls.enums import JointOutcome, Leaning
from regional_calls.models import JointChoice, PartyView

HIGHEST_RANK = 999


class ViewForm(PortalForm):
    leaning = forms.TypedChoiceField(
        label="Avis",
        choices=[(leaning.value, str(leaning.label).capitalize()) for leaning in Leaning],
        coerce=Leaning,
        widget=InlineRadios,
    )
    comment = LongTextField(
        label="Commentaire", max_length=2000, rows=4, required=False, help_text="Lu par l'ARS et l'Aract seulement."
    )

    def __init__(self, data: Any = None, *, view: PartyView | None = None) -> None:
        super().__init__(data, initial={"leaning": view.leaning, "comment": view.comment} if view else None)


class ChoiceForm(PortalForm):
    required_when = {"rank": "en liste d'attente", "reason": "sauf si elle est retenue"}

    outcome = forms.TypedChoiceField(
        label="Choix proposé",
        choices=[(outcome.value, str(outcome.label).capitalize()) for outcome in JointOutcome],
        coerce=JointOutcome,
        widget=InlineRadios,
    )
    rank = WholeNumberField(
        label="Rang en liste d'attente", required=False, help_text="Pour la liste d'attente seulement."
    )
    reason = LongTextField(
        label="Motif",
        max_length=1500,
        rows=4,
        required=False,
        help_text="La structure le lira.",
    )

    def __init__(self, data: Any = None, *, choice: JointChoice | None = None) -> None:
        names = ("outcome", "rank", "reason")
        super().__init__(data, initial={name: getattr(choice, name) for name in names} if choice else None)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        outcome = values.get("outcome")
        if outcome == JointOutcome.WAITING and "rank" in values and not 1 <= (values["rank"] or 0) <= HIGHEST_RANK:
            self.add_error("rank", "Donnez un rang à partir de 1.")
        if outcome and outcome != JointOutcome.RETAINED and not (values.get("reason") or "").strip():
            self.add_error("reason", "Donnez le motif : la structure le lira.")
        return values
