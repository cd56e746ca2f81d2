"""A counter-entry, a day rate, a file to import."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from core.forms import PortalForm
from core.inputs import DaysField, EuroField, PlainCharField
from core.lists import FIRST_DAY, LAST_DAY
from worklog.models.rate import FIRST_YEAR, LAST_YEAR


class CorrectionForm(PortalForm):
    """What the sealed row should have said."""

    days_worked = DaysField(
        label="Jours réellement faits",
        max_value=Decimal(1),
        help_text="Par quarts, de 0 à 1 ; 0 si ce jour n'a pas eu lieu. Seule la différence est écrite.",
    )
    on = forms.DateField(
        label="Date de la contre-écriture",
        help_text="Un jour d'un mois encore ouvert.",
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    reason = PlainCharField(label="Motif", max_length=200, help_text="Il figure au relevé.")


class RateForm(PortalForm):
    """Euros a day for a year."""

    year = forms.TypedChoiceField(label="Année", coerce=int)
    amount = EuroField(label="Tarif journalier", max_value=Decimal("9999.99"), help_text="Par exemple 620,00 €.")

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        years = range(max(FIRST_YEAR, today.year - 3), min(LAST_YEAR, today.year + 1) + 1)
        self.fields["year"].choices = [(year, str(year)) for year in reversed(years)]

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError("Un tarif est supérieur à zéro.")
        return amount


class ImportForm(PortalForm):
    """A file of days."""

    file = forms.FileField(
        label="Fichier de jours",
        help_text="Classeur .xlsx ou fichier .csv, 2 000 lignes et 2 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
