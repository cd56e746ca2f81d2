"""Admissibility: the secretary's check list, and what its signatory types."""

from typing import Any

from django import forms

from applications.checking import Findings
from calls.kinds.choosing import YesNoField
from core.forms import PortalForm
from core.inputs import LongTextField

ADMISSIBLE, INADMISSIBLE = "recevable", "irrecevable"
POINTS = ("complete", "in_time", "region", "scope")


class FindingField(YesNoField):
    """One point of the list, to be answered by yes or no."""

    def __init__(self, label: str, help_text: str) -> None:
        super().__init__(label=label, help_text=help_text, error_messages={"required": "Répondez par oui ou non."})


class CheckForm(PortalForm):
    required_when = {"reason": "si la fiche est irrecevable"}

    complete = FindingField("La fiche est complète", "Chaque section répond à ce qui est demandé.")
    in_time = FindingField("Elle est arrivée dans le délai", "L'heure de réception est celle du serveur.")
    region = FindingField("La région est la bonne", "Le binôme ARS–Aract et les structures sont de cette région.")
    scope = FindingField(
        "Le projet entre dans le champ de l'appel",
        "Plusieurs structures, un sujet numérique où se pose une question de travail.",
    )
    verdict = forms.ChoiceField(
        label="Conclusion",
        choices=[
            (ADMISSIBLE, "La fiche est recevable"),
            (INADMISSIBLE, "La fiche est irrecevable : je le propose à la signature de la DGOS"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Concluez : recevable ou irrecevable."},
    )
    reason = LongTextField(
        label="Motif de l'irrecevabilité",
        help_text="La décision le donnera tel quel à l'ARS et à l'Aract.",
        max_length=2000,
        rows=4,
        required=False,
    )

    def concluded(self) -> dict[str, Any]:
        """What `checking.check` is told."""
        typed = self.cleaned_data
        findings = Findings(**{point: typed[point] for point in POINTS})
        return {"admissible": typed["verdict"] == ADMISSIBLE, "findings": findings, "reason": typed["reason"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        verdict = cleaned.get("verdict")
        if verdict == INADMISSIBLE and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Une irrecevabilité se motive : dites au binôme ce qui manque.")
        points = [cleaned.get(point) for point in POINTS]
        if verdict == ADMISSIBLE and False in points:
            self.add_error("verdict", "Une fiche n'est recevable que si les quatre points sont vérifiés.")
        return cleaned


class SendBackForm(PortalForm):
    reason = LongTextField(label="Ce qui est à revoir", help_text="Le secrétariat le lira.", max_length=1000, rows=3)


class WithdrawalForm(PortalForm):
    reason = LongTextField(
        label="Motifs du retrait",
        help_text="En quoi la décision était illégale. L'ARS et l'Aract les liront dans la décision de retrait.",
        max_length=2000,
        rows=4,
    )
