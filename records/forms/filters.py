"""What administrators look for; every filter stands in the address, so that a view can be kept or sent."""

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet

from core.forms import PortalForm
from core.inputs import PlainCharField
from records.models import JobState, JournalEntry, MessageState
from records.models.journal import JournalEntryQuerySet

# Days that every database can hold as an instant, whatever the zone.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


def deeds_by_room() -> list[tuple[str, Any]]:
    """The deeds that the journal holds, under the French name of their room."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for deed in JournalEntry.objects.order_by("deed").values_list("deed", flat=True).distinct():
        room = deed.partition(".")[0]
        label = apps.get_app_config(room).verbose_name if apps.is_installed(room) else room
        groups.setdefault(str(label), []).append((deed, deed))
    return [("", "Tous les actes"), *groups.items()]


class FilterForm(PortalForm):
    """A form sent by GET, none of whose fields is required."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def found(self, rows: QuerySet) -> QuerySet:
        """The rows that answer; none while the filters make no sense."""
        return self.filtered(rows, **self.cleaned_data) if self.is_valid() else rows.none()

    def filtered(self, rows: Any, **asked: Any) -> QuerySet:
        raise NotImplementedError


class JournalFilterForm(FilterForm):
    du = forms.DateField(label="Du", validators=[MinValueValidator(FIRST_DAY)])
    au = forms.DateField(label="Au", validators=[MaxValueValidator(LAST_DAY)])
    acte = forms.ChoiceField(label="Acte", choices=deeds_by_room)
    auteur = PlainCharField(label="Personne ou organisation", max_length=150)
    objet = PlainCharField(label="Objet ou résumé", max_length=150)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("du") and asked.get("au") and asked["du"] > asked["au"]:
            self.add_error("au", "Cette date précède le début de la période.")
        return asked

    def filtered(self, rows: JournalEntryQuerySet, **asked: Any) -> QuerySet:
        rows = rows.between(asked["du"], asked["au"])
        if asked["acte"]:
            rows = rows.filter(deed=asked["acte"])
        if asked["auteur"]:
            rows = rows.filter(Q(actor_label__icontains=asked["auteur"]) | Q(actor__email__icontains=asked["auteur"]))
        if asked["objet"]:
            rows = rows.filter(Q(subject_label__icontains=asked["objet"]) | Q(summary__icontains=asked["objet"]))
        return rows


class MessageFilterForm(FilterForm):
    etat = forms.ChoiceField(label="État", choices=[("", "Tous les états"), *MessageState.choices])
    q = PlainCharField(label="Destinataire ou objet", max_length=150)

    def filtered(self, rows: QuerySet, **asked: Any) -> QuerySet:
        if asked["etat"]:
            rows = rows.filter(state=asked["etat"])
        if asked["q"]:
            rows = rows.filter(Q(to__icontains=asked["q"]) | Q(subject__icontains=asked["q"]))
        return rows


class JobFilterForm(FilterForm):
    etat = forms.ChoiceField(label="État", choices=[("", "Tous les états"), *JobState.choices])

    def filtered(self, rows: QuerySet, **asked: Any) -> QuerySet:
        return rows.filter(state=asked["etat"]) if asked["etat"] else rows
