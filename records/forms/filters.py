"""What administrators look for."""

from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet

from core.inputs import PlainCharField
from core.lists import FilterForm, PeriodForm, SearchField, one_of
from records.models import JobState, JournalEntry, MessageState
from records.models.journal import JournalEntryQuerySet


def deeds_by_room() -> list[tuple[str, Any]]:
    """The deeds that the journal holds, under the French name of their room."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for deed in JournalEntry.objects.order_by("deed").values_list("deed", flat=True).distinct():
        room = deed.partition(".")[0]
        label = apps.get_app_config(room).verbose_name if apps.is_installed(room) else room
        groups.setdefault(str(label), []).append((deed, deed))
    return [("", "Tous les actes"), *groups.items()]


class JournalFilterForm(PeriodForm):
    acte = forms.ChoiceField(label="Acte", choices=deeds_by_room)
    auteur = PlainCharField(label="Personne ou organisation", max_length=150)
    objet = PlainCharField(label="Objet ou résumé", max_length=150)

    def filtered(self, rows: JournalEntryQuerySet, **asked: Any) -> QuerySet[Any]:
        rows = rows.between(asked["du"], asked["au"])
        if asked["acte"]:
            rows = rows.filter(deed=asked["acte"])
        if asked["auteur"]:
            rows = rows.filter(Q(actor_label__icontains=asked["auteur"]) | Q(actor__email__icontains=asked["auteur"]))
        if asked["objet"]:
            rows = rows.filter(Q(subject_label__icontains=asked["objet"]) | Q(summary__icontains=asked["objet"]))
        return rows


class MessageFilterForm(FilterForm):
    q = PlainCharField(label="Destinataire ou objet", max_length=150, widget=SearchField)
    etat = forms.ChoiceField(label="État", choices=one_of(MessageState, "Tous les états"))

    def filtered(self, rows: QuerySet[Any], **asked: Any) -> QuerySet[Any]:
        if asked["etat"]:
            rows = rows.filter(state=asked["etat"])
        if asked["q"]:
            rows = rows.filter(Q(to__icontains=asked["q"]) | Q(subject__icontains=asked["q"]))
        return rows


class JobFilterForm(FilterForm):
    etat = forms.ChoiceField(label="État", choices=one_of(JobState, "Tous les états"))

    def filtered(self, rows: QuerySet[Any], **asked: Any) -> QuerySet[Any]:
        return rows.filter(state=asked["etat"]) if asked["etat"] else rows
