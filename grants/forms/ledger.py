"""Forms of the ledger: filters, entries written by hand, reversals."""

from typing import Any

from django import forms
from django.db.models import Q

from core.alphabetical import Alphabetical
from core.forms import PortalForm
from core.inputs import DayField, LongTextField, PlainCharField
from core.lists import PeriodForm
from grants.bookkeeping import WRITTEN_BY_HAND
from grants.enums import Account, Nature
from grants.forms.fields import AmountField, KeyField, PieceField
from grants.models import Beneficiary
from grants.models.ledger import LedgerQuerySet
from regions.models import RegionalProject

NATURES = {
    Nature.GRANT: "Crédits reçus de la DGOS",
    Nature.PURCHASE: "Achat (prestation, location, déplacement…)",
    Nature.AID: "Aide sans convention, jusqu'à 23 000 € par an et par bénéficiaire",
}


class LedgerFilterForm(PeriodForm):
    """Sent by GET: every filter stands in the address, so that a view can be kept or sent."""

    compte = forms.ChoiceField(label="Compte", choices=[("", "Tous"), *Account.choices])
    nature = forms.ChoiceField(label="Nature", choices=[("", "Toutes"), *Nature.choices])
    q = PlainCharField(label="Libellé ou tiers", max_length=100)

    def filtered(self, rows: LedgerQuerySet, **asked: Any) -> LedgerQuerySet:
        exact = {"account": asked["compte"], "nature": asked["nature"], "on__gte": asked["du"], "on__lte": asked["au"]}
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if asked["q"]:
            rows = rows.filter(Q(label__icontains=asked["q"]) | Q(counterpart__icontains=asked["q"]))
        return rows


class EntryForm(PortalForm):
    """A movement outside agreements, co-funding and recoveries, which have their own pages."""

    required_when = {"counterpart": "pour un achat ou des crédits reçus", "beneficiary": "pour une aide"}

    key = KeyField()
    nature = forms.TypedChoiceField(
        label="Nature du mouvement",
        choices=[(nature, NATURES[nature]) for nature in WRITTEN_BY_HAND],
        coerce=Nature,
        widget=forms.RadioSelect,
    )
    account = forms.TypedChoiceField(label="Compte", choices=Account.choices, coerce=Account, widget=forms.RadioSelect)
    amount = AmountField(label="Montant, en euros", help_text="Par exemple 1 250,00.")
    on = DayField(label="Date du mouvement")
    label = PlainCharField(label="Libellé", max_length=300)
    counterpart = PlainCharField(label="Fournisseur ou payeur", max_length=200, required=False)
    beneficiary = forms.ModelChoiceField(
        label="Bénéficiaire de l'aide",
        queryset=Beneficiary.objects.none(),
        required=False,
        empty_label="Aucun : ce n'est pas une aide",
    )
    upload = PieceField(label="Pièce justificative", required=False)

    def __init__(self, *args: Any, project: RegionalProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beneficiary"].queryset = Beneficiary.objects.filter(ars=project.ars_id).order_by(
            Alphabetical("name"), "pk"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        nature = cleaned.get("nature")
        if nature == Nature.AID and not cleaned.get("beneficiary") and "beneficiary" not in self.errors:
            self.add_error("beneficiary", "Dites qui reçoit l'aide.")
        if nature and nature != Nature.AID and not cleaned.get("counterpart") and "counterpart" not in self.errors:
            self.add_error("counterpart", "Dites qui paie ou qui est payé.")
        return cleaned


class ReverseForm(PortalForm):
    reason = LongTextField(
        label="Motif de la correction",
        max_length=300,
        rows=3,
        help_text="Il reste dans le registre, à côté de l'écriture annulée.",
    )
