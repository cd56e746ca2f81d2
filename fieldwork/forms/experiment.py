"""What the pair types about an experiment, and the secretary about the priority."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import PortalForm
from core.inputs import DayField, FrenchDecimalField, LongTextField, PlainCharField
from fieldwork.enums import Conclusion, Direction
from fieldwork.models import Hypothesis, Measure

LARGEST = Decimal("9999999999.99")


class ValueField(FrenchDecimalField):
    """A value of an indicator: it may be below zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(signed=True, max_value=LARGEST, **kwargs)


class HypothesisForm(PortalForm):
    statement = LongTextField(
        label="Hypothèse",
        max_length=500,
        rows=2,
        help_text="Par exemple « Associer les utilisateurs au choix de l'outil le rend plus acceptable ».",
    )
    expected_effect = LongTextField(label="Effet attendu", max_length=1500, rows=3, required=False)


class IndicatorForm(PortalForm):
    label = PlainCharField(
        label="Indicateur",
        max_length=200,
        help_text="Ce qui est mesuré, par exemple « professionnels qui utilisent l'outil ».",
    )
    unit = PlainCharField(label="Unité", max_length=30, required=False, help_text="Par exemple « % » ou « min ».")
    direction = forms.TypedChoiceField(
        label="Sens attendu",
        choices=[(way.value, way.label.capitalize()) for way in Direction],
        coerce=Direction,
        widget=forms.RadioSelect,
    )
    baseline = ValueField(label="Valeur de départ", required=False)
    target = ValueField(label="Cible", required=False)


class MeasureForm(PortalForm):
    measured_on = DayField(label="Mesurée le")
    value = ValueField(label="Valeur")
    note = PlainCharField(
        label="Précision",
        max_length=500,
        required=False,
        help_text="Comment, auprès de combien de personnes. Aucune donnée de patient.",
    )

    def __init__(self, data: Any = None, *, wrong: Measure | None = None, **kwargs: Any) -> None:
        if wrong is not None:
            kwargs["initial"] = {"measured_on": wrong.measured_on, "value": wrong.value}
        super().__init__(data, **kwargs)
        if wrong is not None:
            self.fields["note"].label = "Raison de la correction"
            self.fields["note"].help_text = "Elle reste visible, avec la valeur remplacée."
            self.fields["note"].required = True


class ConclusionForm(PortalForm):
    conclusion = forms.TypedChoiceField(
        label="L'hypothèse est",
        choices=[(word.value, word.label.capitalize()) for word in Conclusion],
        coerce=Conclusion,
        widget=forms.RadioSelect,
    )
    text = LongTextField(label="Ce que l'expérimentation montre", rows=6)

    def __init__(self, data: Any = None, *, hypothesis: Hypothesis) -> None:
        super().__init__(data, initial={"conclusion": hypothesis.conclusion, "text": hypothesis.conclusion_text})
