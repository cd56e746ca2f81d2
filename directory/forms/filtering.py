"""Filters of the directory."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Region
from core.alphabetical import Alphabetical
from core.inputs import PlainCharField
from core.lists import FilterForm, SearchField, one_of
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models import EstablishmentQuerySet, plain

OPEN, CLOSED, ALL = "", "fermes", "tous"


class DirectoryForm(FilterForm):
    """Every field narrows the list; a search that finds nothing is tried again with one slip forgiven."""

    q = PlainCharField(
        label="Nom, ville, numéro FINESS ou Siret",
        max_length=100,
        widget=SearchField,
    )
    region: Any = forms.ModelChoiceField(
        label="Région", queryset=Region.objects.all(), to_field_name="slug", empty_label="Toutes"
    )
    secteur = forms.ChoiceField(label="Secteur", choices=one_of(Sector, "Tous"))
    statut = forms.ChoiceField(label="Statut", choices=one_of(LegalStatus, "Tous"))
    nature = forms.ChoiceField(label="Nature", choices=one_of(EntityKind, "Toutes"))
    etat = forms.ChoiceField(label="État", choices=[(OPEN, "Ouverts"), (CLOSED, "Fermés"), (ALL, "Tous")])
    orders = (
        ("", "Nom", ("search_text", "pk")),
        ("ville", "Ville", (Alphabetical("city"), "search_text", "pk")),
        ("finess", "Numéro FINESS", ("finess", "pk")),
    )

    def filtered(self, rows: EstablishmentQuerySet, **asked: Any) -> EstablishmentQuerySet:
        """What the filters alone let through; the search comes after (`directory.listing`)."""
        exact = {"region": asked["region"], "sector": asked["secteur"], "legal_status": asked["statut"]}
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if asked["nature"]:
            rows = rows.filter(kind=asked["nature"])
        if asked["etat"] != ALL:
            rows = rows.filter(Q(closed_on=None) if asked["etat"] == OPEN else ~Q(closed_on=None))
        return rows

    @property
    def typed(self) -> str:
        """What is searched, which finds nothing when it holds neither letter nor digit: «_» is no word."""
        return self.cleaned_data.get("q", "").strip() if self.is_valid() else ""

    @property
    def wordless(self) -> bool:
        return bool(self.typed) and not plain(self.typed)
