"""Filters of the directory, kept in the address."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Region
from core.inputs import PlainCharField
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models import EstablishmentQuerySet, plain
from records.forms.filters import FilterForm

OPEN, CLOSED, ALL = "", "fermes", "tous"
SORTS = {"": ("name", "pk"), "ville": ("city", "name", "pk"), "finess": ("finess", "pk")}


def capitalised(choices: Any) -> list[tuple[str, str]]:
    return [(value, label.capitalize()) for value, label in choices]


class DirectoryForm(FilterForm):
    """Every field narrows the list; a search that finds nothing is tried again with one slip forgiven."""

    q = PlainCharField(
        label="Nom, ville, numéro FINESS ou Siret",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "aria-controls": "resultats"}),
    )
    region: Any = forms.ModelChoiceField(
        label="Région", queryset=Region.objects.all(), to_field_name="slug", empty_label="Toutes"
    )
    secteur = forms.ChoiceField(label="Secteur", choices=[("", "Tous"), *capitalised(Sector.choices)])
    statut = forms.ChoiceField(label="Statut", choices=[("", "Tous"), *capitalised(LegalStatus.choices)])
    nature = forms.ChoiceField(label="Nature", choices=[("", "Toutes"), *capitalised(EntityKind.choices)])
    etat = forms.ChoiceField(label="État", choices=[(OPEN, "Ouverts"), (CLOSED, "Fermés"), (ALL, "Tous")])
    tri = forms.ChoiceField(label="Trier par", choices=[("", "Nom"), ("ville", "Ville"), ("finess", "Numéro FINESS")])

    def filtered(self, rows: Any, **asked: Any) -> EstablishmentQuerySet:
        """What the filters alone let through, sorted; the search comes after (`directory.listing`)."""
        exact = {"region": asked["region"], "sector": asked["secteur"], "legal_status": asked["statut"]}
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if asked["nature"]:
            rows = rows.filter(kind=asked["nature"])
        if asked["etat"] != ALL:
            rows = rows.filter(Q(closed_on=None) if asked["etat"] == OPEN else ~Q(closed_on=None))
        return rows.order_by(*SORTS[asked["tri"]])

    @property
    def typed(self) -> str:
        """What is searched; nothing when the words hold neither letter nor digit."""
        text = self.cleaned_data.get("q", "") if self.is_valid() else ""
        return text if plain(text) else ""

    @property
    def narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
