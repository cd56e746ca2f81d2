"""Forms of decisions: what is proposed, and why one is sent back."""

from decimal import Decimal
from typing import Any

from django import forms

from acia_portal.forms import PortalForm
from acia_portal.inputs import EuroField, LongTextField, PlainCharField, WholeNumberField
from commission.enums import Outcome


class ProposalForm(PortalForm):
    """A decision: outcome, amount or rank, and the reason that the letter states."""

    outcome = forms.ChoiceField(
        label="Sens de la décision",
        choices=[(outcome.value, outcome.label.capitalize()) for outcome in Outcome],
        widget=forms.RadioSelect,
    )
    fixed = EuroField(
        label="Part fixe",
        required=False,
        help_text="Coûts d'intervention de l'Aract. Seulement si la fiche est retenue.",
    )
    complement = EuroField(
        label="Part complémentaire",
        required=False,
        help_text="Selon le nombre de projets et d'établissements. Seulement si la fiche est retenue.",
    )
    rank = WholeNumberField(
        label="Rang sur la liste d'attente",
        required=False,
        min_value=1,
        max_value=99,
        help_text="Seulement pour une fiche en liste d'attente.",
    )
    reason = LongTextField(
        label="Motif",
        max_length=3000,
        rows=6,
        help_text="Il figure tel quel dans la lettre adressée à l'ARS et à l'Aract.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        cleaned["fixed"] = cleaned.get("fixed") or Decimal(0)
        cleaned["complement"] = cleaned.get("complement") or Decimal(0)
        broken = self.errors
        if outcome == Outcome.RETAINED and not {"fixed", "complement"} & set(broken):
            if not cleaned["fixed"] + cleaned["complement"]:
                self.add_error("fixed", "Une fiche retenue reçoit un montant : indiquez au moins la part fixe.")
        elif outcome == Outcome.WAITING and not cleaned.get("rank") and "rank" not in broken:
            self.add_error("rank", "Indiquez le rang de la fiche sur la liste d'attente.")
        return cleaned


class RuleProposalForm(PortalForm):
    """The one reason given for fiches retained together by the rule."""

    reason = LongTextField(
        label="Motif commun",
        max_length=3000,
        rows=5,
        help_text="Il figure dans la lettre de chaque fiche ci-dessus ; chacun se modifie ensuite.",
    )


class ReturnForm(PortalForm):
    """Why a signatory does not validate."""

    reason = LongTextField(
        label="Ce qui est à revoir",
        max_length=2000,
        rows=5,
        help_text="Le secrétariat lit ce texte ; la région ne le voit pas.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """The revision that a person has read, sent with each act on it."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class CheckForm(PortalForm):
    """The code printed beside the QR code of a letter."""

    code = PlainCharField(
        label="Code de vérification",
        max_length=200,
        help_text="La fin de l'adresse imprimée sous la lettre, après « /verifier/ ». L'adresse entière va aussi.",
    )

    def clean_code(self) -> str:
        return self.cleaned_data["code"].strip().rstrip("/").rsplit("/", 1)[-1]


class CompareForm(PortalForm):
    """A PDF to compare with the letter that the portal keeps."""

    file = forms.FileField(
        label="Votre fichier PDF",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="Il est comparé puis oublié : le portail ne le garde pas.",
        allow_empty_file=True,
    )
