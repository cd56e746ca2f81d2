"""A counter-entry, day rates, a file to import."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import PortalForm
from core.inputs import DayField, DaysField, EuroField, PlainCharField
from worklog.models.rate import FIRST_YEAR, LAST_YEAR


class CorrectionForm(PortalForm):
    """What the sealed row should have said."""

    days_worked = DaysField(
        label="Jours réellement faits",
        max_value=Decimal(1),
        help_text="Par quarts, de 0 à 1 ; 0 si ce jour n'a pas eu lieu. Seule la différence est écrite.",
    )
    on = DayField(
        label="Date de l'écriture de correction",
        help_text="Un jour d'un mois encore ouvert.",
    )
    reason = PlainCharField(label="Motif", max_length=200, help_text="Il figure au relevé.")


class RateField(EuroField):
    """Euros a day, at most 9 999,99."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_value=Decimal("9999.99"), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        amount: Decimal | None = super().clean(value)
        if amount == 0:
            raise forms.ValidationError("Un tarif est supérieur à zéro.")
        return amount


class RatesForm(PortalForm):
    """Euros a day of each year around today's; a rate once set is replaced, never emptied."""

    def __init__(self, data: Any = None, *, rates: Mapping[int, Decimal], today: date) -> None:
        super().__init__(data)
        self.rates = rates
        self.years = range(min(LAST_YEAR, today.year + 1), max(FIRST_YEAR, today.year - 3) - 1, -1)
        for year in self.years:
            self.fields[f"tarif_{year}"] = RateField(
                label=f"Tarif de {year}", required=year in rates, initial=rates.get(year)
            )

    def new_rates(self) -> dict[int, Decimal]:
        typed = {year: self.cleaned_data[f"tarif_{year}"] for year in self.years}
        return {year: amount for year, amount in typed.items() if amount and amount != self.rates.get(year)}


class ImportForm(PortalForm):
    """A file of days."""

    file = forms.FileField(
        label="Fichier de jours",
        help_text="Classeur .xlsx ou fichier .csv, 2 000 lignes et 2 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
