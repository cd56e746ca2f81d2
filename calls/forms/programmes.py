"""What a secretary types of a programme and of its phases."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from calls.enums import Vocabulary
from calls.models import Phase, Programme, Term
from calls.own_terms import LISTS
from core.forms import PortalForm
from core.inputs import LongTextField, PlainCharField


class ProgrammeForm(PortalForm):
    name = PlainCharField(label="Nom du programme", max_length=200)
    acronym = PlainCharField(
        label="Sigle",
        max_length=12,
        validators=[
            RegexValidator(r"^[A-Z][A-Z0-9]+\Z", "Un sigle s'écrit en capitales et en chiffres, sans accent ni espace.")
        ],
        help_text="En capitales, comme ACIA. Les références des fiches et l'objet des courriels le portent : il ne "
        "change plus dès que le programme a un appel.",
    )
    owners = PlainCharField(
        label="Porté par",
        max_length=200,
        help_text="Les administrations et agences qui le portent, sigles développés, telles que le public les lira.",
    )
    introduction = LongTextField(
        label="En quelques phrases",
        max_length=1000,
        rows=4,
        required=False,
        help_text="Ce qu'est ce programme, pour qui le découvre. Chaque appel l'affiche à côté de sa présentation.",
    )
    objectives = LongTextField(
        label="Objectifs", max_length=4000, rows=5, required=False, help_text="Un par ligne, pour la page « Repères »."
    )

    def __init__(self, data: Any = None, *, programme: Programme | None = None, **kwargs: Any) -> None:
        names = ("name", "acronym", "owners", "introduction", "objectives")
        initial = {name: getattr(programme, name) for name in names} if programme else None
        super().__init__(data, initial=initial, **kwargs)


class PhaseForm(PortalForm):
    name = PlainCharField(
        label="Nom de la phase", max_length=60, help_text="Sans majuscule : « exploration », « diffusion »."
    )
    follows = forms.ModelChoiceField(
        Phase.objects.none(),
        label="Suit la phase",
        required=False,
        empty_label="Aucune",
        help_text="Un appel prolonge un appel de la même phase, ou de celle qu'elle suit.",
    )
    measures = forms.BooleanField(
        label="Ses projets posent des hypothèses et les mesurent",
        required=False,
        help_text="Chaque projet retenu aura une page pour ses hypothèses, ses indicateurs et ses conclusions.",
    )

    def __init__(self, data: Any = None, *, programme: Programme, phase: Phase | None = None, **kwargs: Any) -> None:
        names = ("name", "follows", "measures")
        initial = {name: getattr(phase, name) for name in names} if phase else None
        super().__init__(data, initial=initial, **kwargs)
        self.fields["follows"].queryset = programme.phases.exclude(pk__in=[phase.pk] if phase else [])


class TermForm(PortalForm):
    vocabulary = forms.ChoiceField(
        label="Liste", choices=[("", "Choisir une liste"), *((name.value, name.label.capitalize()) for name in LISTS)]
    )
    label = PlainCharField(label="Valeur", max_length=200, help_text="Telle qu'elle se lira dans les fiches.")
    definition = LongTextField(label="Définition", max_length=500, rows=3, required=False)

    def __init__(self, data: Any = None, *, term: Term | None = None, **kwargs: Any) -> None:
        names = ("vocabulary", "label", "definition")
        initial = {name: getattr(term, name) for name in names} if term else None
        super().__init__(data, initial=initial, **kwargs)
        if term is not None:
            del self.fields["vocabulary"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "vocabulary" in values:
            values["vocabulary"] = Vocabulary(values["vocabulary"])
        return values
