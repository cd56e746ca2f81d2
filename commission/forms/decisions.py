"""Forms of decisions: what is proposed, and why one is sent back."""

from decimal import Decimal
from typing import Any

from django import forms

from commission.enums import Outcome
from commission.suggesting import Candidate
from core.forms import PortalForm
from core.inputs import EuroField, LongTextField, WholeNumberField


class ProposalForm(PortalForm):
    """A decision: outcome, complement or rank, and the reasons that the letter states."""

    required_when = {
        "complement": "si la fiche est retenue",
        "gap_reason": "si la part complémentaire n'est pas celle de la règle",
        "rank": "pour une fiche en liste d'attente",
    }

    outcome = forms.ChoiceField(
        label="Sens de la décision",
        choices=[(outcome.value, outcome.label.capitalize()) for outcome in Outcome],
        widget=forms.RadioSelect,
    )
    complement = EuroField(
        label="Part complémentaire",
        required=False,
        help_text="Jamais plus que ce que la région demande. La part fixe est celle de la règle.",
    )
    gap_reason = LongTextField(
        label="Motif de l'écart avec la règle",
        required=False,
        max_length=1000,
        rows=3,
        help_text="L'annexe de la lettre le dit, à côté du montant que donnait la règle.",
    )
    rank = WholeNumberField(label="Rang sur la liste d'attente", required=False, min_value=1, max_value=99)
    reason = LongTextField(
        label="Motif",
        max_length=3000,
        rows=6,
        help_text="Il figure tel quel dans la lettre adressée à l'ARS et à l'Aract.",
    )

    def __init__(self, data: Any = None, *, candidate: Candidate | None = None) -> None:
        """The present proposal; as long as no complement was chosen, the rule's is suggested."""
        self.candidate = candidate
        decision = candidate.decision if candidate else None
        super().__init__(data, initial={name: getattr(decision, name) for name in self.base_fields} if decision else {})
        if candidate and candidate.share and (decision is None or decision.by_rule is None):
            self.initial["complement"] = None
            self.suggested = {"complement": candidate.share.complement}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome, broken = cleaned.get("outcome"), self.errors
        if outcome == Outcome.RETAINED and cleaned.get("complement") is None and "complement" not in broken:
            self.add_error("complement", "Indiquez la part complémentaire, 0 si elle est nulle.")
        elif outcome == Outcome.WAITING and cleaned.get("rank") is None and "rank" not in broken:
            self.add_error("rank", "Indiquez le rang de la fiche sur la liste d'attente.")
        if cleaned.get("complement") is None:
            cleaned["complement"] = Decimal(0)
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
