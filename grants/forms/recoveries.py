"""Forms of what is asked back: invitation, answer, decision, end of a decision."""

from typing import Any

from django import forms
from django.conf import settings

from core.forms import PortalForm
from core.inputs import DayField, LongTextField, WholeNumberField
from grants.enums import RecoveryGround
from grants.forms.fields import AmountField, PieceField
from grants.hearing import HearingAnswer
from grants.models import Hearing
from grants.thresholds import LEAST_DAYS_TO_ANSWER, MOST_DAYS_TO_ANSWER


class InviteForm(PortalForm):
    ground = forms.TypedChoiceField(
        label="Fondement", choices=RecoveryGround.choices, coerce=RecoveryGround, widget=forms.RadioSelect
    )
    amount = AmountField(label="Montant envisagé, en euros", help_text="La décision ne pourra pas demander davantage.")
    facts = LongTextField(
        label="Faits et motifs envisagés",
        max_length=3000,
        rows=6,
        help_text="Ce qui est constaté, et la condition de la convention qui n'est pas respectée.",
    )
    days = WholeNumberField(
        label="Délai pour répondre, en jours",
        min_value=LEAST_DAYS_TO_ANSWER,
        max_value=MOST_DAYS_TO_ANSWER,
        help_text="À compter d'aujourd'hui : tenez compte de l'acheminement du courrier.",
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial={"days": settings.OBSERVATIONS_DAYS, **initial})


class AnswerForm(PortalForm):
    """What the beneficiary answered; it may be completed until the decision."""

    required_when = {"spoke_on": "avant de décider, si le bénéficiaire le demande"}

    reply = LongTextField(
        label="Ce que le bénéficiaire fait valoir",
        max_length=6000,
        rows=8,
        help_text="Recopiez ou résumez fidèlement : la décision reprend ce texte. Sans donnée de patient.",
    )
    replied_on = DayField(label="Observations reçues le")
    asks_to_speak = forms.BooleanField(label="Il demande à présenter des observations orales.", required=False)
    spoke_on = DayField(label="Reçu pour ses observations orales le", required=False)
    upload = PieceField(label="Courrier du bénéficiaire", required=False)

    def __init__(self, data: Any = None, files: Any = None, *, hearing: Hearing) -> None:
        names = ("reply", "replied_on", "asks_to_speak", "spoke_on")
        super().__init__(data, files, initial={name: getattr(hearing, name) for name in names})

    def answer(self) -> HearingAnswer:
        typed = self.cleaned_data
        return HearingAnswer(typed["reply"], typed["replied_on"], typed["asks_to_speak"], typed["spoke_on"])


class GiveUpForm(PortalForm):
    """One button: the beneficiary is told that nothing is asked."""


class RecoverForm(PortalForm):
    amount = AmountField(label="Montant à reverser, en euros")
    reason = LongTextField(
        label="Motifs",
        max_length=3000,
        rows=6,
        help_text="Les faits, la condition non respectée, et votre réponse aux observations : ils figurent dans la "
        "lettre.",
    )
    unanswered = forms.BooleanField(
        label="Aucune observation, écrite ou orale, n'est parvenue à l'ARS.",
        error_messages={"required": "Cochez cette case, ou enregistrez les observations reçues."},
    )

    def __init__(self, data: Any = None, *, hearing: Hearing) -> None:
        super().__init__(data, initial={"amount": hearing.amount, "reason": hearing.facts})
        if hearing.replied_on is not None:
            del self.fields["unanswered"]


class LiftForm(PortalForm):
    reason = LongTextField(label="Motifs", max_length=3000, rows=6, help_text="Ils figurent dans la lettre.")
