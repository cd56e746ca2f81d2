"""Filters, order and columns of the secretary's list of received fiches."""

from collections.abc import Mapping
from typing import Any

from django import forms

from applications.enums import ApplicationState, Outcome
from applications.exporting import COLUMNS
from applications.models import ApplicationQuerySet, Label
from core.lists import FilterForm

# A fiche says its outcome once notified, and its state until then.
STATUSES = {state.value: state.label for state in [*ApplicationState, *Outcome] if state != ApplicationState.DRAFT}
UNLABELLED = "aucune"


class ReceivedFichesForm(FilterForm):
    etat = forms.ChoiceField(label="État")
    etiquette = forms.ChoiceField(label="Étiquette")
    orders = (
        ("", "Région", ("project__region__slug", "pk")),
        ("recue", "Date de réception", ("deposit__received_at", "pk")),
        ("structures", "Nombre de structures", ("-structures", "project__region__slug", "pk")),
        ("etat", "État", ("state", "outcome", "project__region__slug", "pk")),
    )
    columns = COLUMNS

    def __init__(self, data: Any, *, counts: Mapping[str, int], labels: list[Label]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        total = sum(counts.values())
        fields["etat"].choices = [
            ("", f"Tous ({total})"),
            *((value, f"{label.capitalize()} ({counts.get(value, 0)})") for value, label in STATUSES.items()),
        ]
        fields["etiquette"].choices = [
            ("", "Toutes"),
            (UNLABELLED, "Sans étiquette"),
            *((str(label.pk), label.name) for label in labels),
        ]

    def filtered(self, rows: ApplicationQuerySet, **asked: Any) -> ApplicationQuerySet:
        if asked["etat"]:
            rows = rows.in_status(asked["etat"])
        if asked["etiquette"] == UNLABELLED:
            return rows.filter(labellings=None)
        return rows.filter(pk__in=_bearing(asked["etiquette"])) if asked["etiquette"] else rows


def _bearing(label: str) -> Any:
    return Label.objects.filter(pk=label).values("labellings__application")
