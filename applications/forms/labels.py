"""What is typed of labels."""

from typing import Any

from django import forms

from applications.enums import LabelTone
from applications.models import Application, Label
from core.forms import PortalForm
from core.inputs import PlainCharField


class LabelForm(PortalForm):
    name = PlainCharField(label="Nom", max_length=40, help_text="Court : « À relire », « Pièces en attente ».")
    tone = forms.TypedChoiceField(
        label="Couleur",
        choices=LabelTone.choices,
        coerce=LabelTone,
        empty_value=LabelTone.NEUTRAL,
        required=False,
        initial=LabelTone.INFO,
        widget=forms.RadioSelect,
        help_text="Le mot dit tout ; la couleur aide à le retrouver.",
    )


class MergeForm(PortalForm):
    into: Any = forms.ModelChoiceField(
        label="La fusionner avec", queryset=None, empty_label="Choisissez", help_text="C'est celle-ci qui reste."
    )

    def __init__(self, *args: Any, label: Label, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Label.objects.exclude(pk=label.pk).in_order()


class FicheLabelsForm(PortalForm):
    labels: Any = forms.ModelMultipleChoiceField(
        label="Étiquettes de la fiche", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        present = [row.label_id for row in application.labellings.all()]
        super().__init__(*args, initial={"labels": present}, **kwargs)
        field: Any = self.fields["labels"]
        field.queryset = Label.objects.in_order()


class OneLabelForm(PortalForm):
    label: Any = forms.ModelChoiceField(label="Étiquette", queryset=None, empty_label="Choisissez")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["label"]
        field.queryset = Label.objects.in_order()
