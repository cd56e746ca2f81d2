"""Filters of the list of calls."""

from datetime import datetime
from itertools import chain, groupby
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst

from calls.enums import CallPhase
from calls.models import Call, Phase
from calls.models.call import CallQuerySet
from core.inputs import PlainCharField
from core.lists import FilterForm, SearchField, one_of


def phases(*, preparing: bool) -> list[Any]:
    """Those that a published call is of, and the others for those who prepare calls; by programme if several are."""
    rows = Phase.objects.select_related("programme").order_by("programme__name", "programme", "position", "pk")
    if not preparing:
        rows = rows.filter(Exists(Call.objects.published().filter(phase=OuterRef("pk"))))
    groups = [
        (programme.name, [(phase.code, capfirst(phase.name)) for phase in those])
        for programme, those in groupby(rows, key=lambda phase: phase.programme)
    ]
    return [("", "Toutes"), *(groups if len(groups) > 1 else chain.from_iterable(those for _, those in groups))]


class CallFilters(FilterForm):
    q = PlainCharField(label="Mots du titre ou de la présentation", max_length=200, widget=SearchField)
    etat = forms.ChoiceField(label="État", choices=one_of(CallPhase, "Tous"))
    phase = forms.ChoiceField(label="Phase", choices=[])

    def __init__(self, data: Any, *, preparing: bool, now: datetime) -> None:
        """Only those who prepare calls may ask for drafts."""
        super().__init__(data)
        self.now = now
        self.fields["phase"].choices = phases(preparing=preparing)
        if not preparing:
            states = self.fields["etat"]
            states.choices = [choice for choice in states.choices if choice[0] != CallPhase.PREPARATION]

    def filtered(self, rows: CallQuerySet, **asked: Any) -> CallQuerySet:
        if asked["etat"]:
            rows = rows.standing_in(CallPhase(asked["etat"]), self.now)
        if asked["phase"]:
            rows = rows.filter(phase__code=asked["phase"])
        return rows.matching(asked["q"])


class AskedFilters(FilterForm):
    """Questions about a call, by their words; at the desk, by what became of them."""

    WAITING, PUBLISHED, PRIVATE = "a-traiter", "publiees", "en-particulier"

    q = PlainCharField(label="Mots de la question ou de la réponse", max_length=200, widget=SearchField)
    suite = forms.ChoiceField(
        label="Suite",
        choices=[
            ("", "Toutes"),
            (WAITING, "À traiter"),
            (PUBLISHED, "Réponse publiée"),
            (PRIVATE, "Réponse en particulier"),
        ],
    )

    def __init__(self, data: Any, *, desk: bool) -> None:
        super().__init__(data)
        self.desk = desk
        if not desk:
            del self.fields["suite"]

    def filtered(self, rows: Any, **asked: Any) -> Any:
        match asked.get("suite", ""):
            case self.WAITING:
                rows = rows.waiting()
            case self.PUBLISHED:
                rows = rows.published()
            case self.PRIVATE:
                rows = rows.exclude(answered_at=None).filter(private=True)
        for word in asked["q"].split():
            read = Q(wording__icontains=word) | Q(answer__icontains=word)
            rows = rows.filter(read | Q(text__icontains=word) if self.desk else read)
        return rows
