"""The conditions of priority (R68), as a secretary states them; a priority contested, and the answer."""

from typing import Any

from django import forms

from core.forms import PortalForm
from core.inputs import LongTextField, WholeNumberField
from regions.models import PriorityContest, PriorityRule
from regions.priority import MOST_DAYS


class PriorityForm(PortalForm):
    least_days = WholeNumberField(label="Jours de participation au projet précédent, au moins", max_value=MOST_DAYS)
    confirmed = forms.BooleanField(label="Y avoir confirmé son engagement", required=False)
    stayed = forms.BooleanField(label="Ne pas l'avoir quitté avant sa fin", required=False)

    def __init__(self, data: Any = None, *, rule: PriorityRule) -> None:
        super().__init__(data, initial={name: getattr(rule, name) for name in self.base_fields})


class ContestForm(PortalForm):
    reason = LongTextField(
        label="Pourquoi cette priorité est-elle à revoir ?",
        max_length=1500,
        rows=5,
        help_text="Des faits que le portail ignore : une participation mal datée, un regroupement, un autre nom. "
        "Le secrétariat de la commission lira ce motif.",
    )


class AnswerContestForm(PortalForm):
    """`upheld`, as a choice of two sentences, and its reason."""

    upheld = forms.TypedChoiceField(
        label="Votre réponse", coerce=lambda value: value in {"oui", True}, widget=forms.RadioSelect
    )
    answer = LongTextField(
        label="Pourquoi", max_length=1500, rows=5, help_text="L'ARS et l'Aract liront cette réponse."
    )

    def __init__(self, data: Any = None, *, contest: PriorityContest) -> None:
        upheld = {None: None, True: "oui", False: "non"}[contest.upheld]
        super().__init__(data, initial={"upheld": upheld, "answer": contest.answer})
        kept, corrected = ("prioritaire", "sans priorité") if contest.granted else ("sans priorité", "prioritaire")
        self.fields["upheld"].choices = [
            ("non", f"Garder : la structure reste {kept}"),
            ("oui", f"Corriger : la structure devient {corrected}"),
        ]
