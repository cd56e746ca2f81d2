"""What the pair types about its call."""

from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms

from calls.forms.local_time import LocalInstantField
from calls.models import Term
from core.forms import PortalForm
from core.inputs import AddressField, LongTextField, PlainCharField
from core.wording import ZONE_LABELS
from regional_calls.models import RegionalCall, RegionalTheme
from regional_calls.preparing import CALL_FIELDS
from regions.forms.designation import DesignationField
from regions.models import RegionalProject
from regions.themes import offered_for, themes_for


def in_zone(form: forms.Form, zone: ZoneInfo, *names: str) -> None:
    """Have instants typed as the clocks of a region show them, and say so (case 9)."""
    for name in names:
        field = cast("LocalInstantField", form.fields[name])
        field.zone = zone
        clock = ZONE_LABELS.get(zone.key, zone.key)
        field.help_text = f"{field.help_text} {clock[:1].upper()}{clock[1:]}.".strip()
        form[name].help_text = field.help_text  # the bound field exists already, with the help of before


class RegionalCallForm(PortalForm):
    required_when = {"expectations": "avant la publication"}

    title = PlainCharField(label="Titre", max_length=200, help_text="Ce que les structures liront d'abord.")
    presentation = LongTextField(
        label="Présentation",
        max_length=4000,
        rows=9,
        help_text="À qui l'appel s'adresse, ce que vivront les structures qui participent, ce qui leur est demandé.",
    )
    expectations = LongTextField(
        label="Ce qui guidera vos choix",
        max_length=2000,
        rows=5,
        required=False,
        help_text="Par exemple la diversité des secteurs et des statuts, l'avancement du projet, la place des "
        "représentants du personnel.",
    )
    contact_function = DesignationField(
        label="Fonction de la personne à joindre",
        max_length=150,
        help_text="Une fonction, par exemple « chargée de mission numérique et travail, Aract ».",
    )
    contact_email = AddressField(
        label="Adresse électronique de contact", help_text="De préférence une boîte de service."
    )
    opens_at = LocalInstantField(label="Ouverture")
    closes_at = LocalInstantField(
        label="Clôture", help_text="Une réponse reçue à cet instant précis est déjà hors délai."
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_zone(self, zone, "opens_at", "closes_at")

    @staticmethod
    def values_of(call: RegionalCall) -> dict[str, Any]:
        return {name: getattr(call, name) for name in CALL_FIELDS}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "La clôture doit suivre l'ouverture.")
        return values


class RegionalPostponementForm(PortalForm):
    closes_at = LocalInstantField(label="Nouvelle clôture")
    reason = LongTextField(label="Motif", max_length=500, rows=3, help_text="Il est affiché sur la page publique.")

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_zone(self, zone, "closes_at")


class ThemeForm(PortalForm):
    label = PlainCharField(label="Thème", max_length=200)
    definition = LongTextField(
        label="Définition",
        max_length=1000,
        rows=4,
        help_text="En mots simples : une structure doit pouvoir dire si son projet en relève.",
    )
    term = forms.ModelChoiceField(
        label="Thème du dispositif le plus proche",
        queryset=Term.objects.none(),
        empty_label="Choisir un thème",
        help_text="Il servira à décrire le projet numérique des structures retenues.",
    )

    def __init__(
        self, data: Any = None, *, project: RegionalProject, theme: RegionalTheme | None = None, **kwargs: Any
    ) -> None:
        initial = {name: getattr(theme, name) for name in self.base_fields} if theme else None
        themes = themes_for(project)
        if initial and theme is not None:
            initial["term"] = offered_for(theme.term, themes)
        super().__init__(data, initial=initial, **kwargs)
        self.fields["term"].queryset = themes
        self.in_words_of_the_call = not project.call.regional_themes
        if self.in_words_of_the_call:
            del self.fields["label"], self.fields["definition"]

    def clean(self) -> dict[str, Any]:
        """Where the national call is closed to themes of regions, a theme keeps its words."""
        values = super().clean() or self.cleaned_data
        term = values.get("term")
        if self.in_words_of_the_call and term is not None:
            values |= {"label": term.label, "definition": term.definition}
        return values


class RegionalDocumentForm(PortalForm):
    title = PlainCharField(label="Titre", max_length=200, help_text="Ce que le public lira sur le lien.")
    file = forms.FileField(
        label="Fichier", help_text="PDF, Word, Excel, ODT ou image ; 10 Mo au plus. Un PDF accessible est préférable."
    )
