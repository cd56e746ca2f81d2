"""Filters of the list of calls."""

from datetime import datetime
from typing import Any

from django import forms

from calls.enums import CallPhase, Phase
from calls.models.call import CallQuerySet
from core.inputs import PlainCharField
from core.lists import FilterForm, SearchField, one_of


class CallFilters(FilterForm):
    q = PlainCharField(label="Mots du titre ou de la présentation", max_length=200, widget=SearchField)
    etat = forms.ChoiceField(label="État", choices=one_of(CallPhase, "Tous"))
    phase = forms.ChoiceField(label="Phase", choices=one_of(Phase, "Toutes"))

    def __init__(self, data: Any, *, preparing: bool, now: datetime) -> None:
        """Only those who prepare calls may ask for drafts."""
        super().__init__(data)
        self.now = now
        if not preparing:
            states = self.fields["etat"]
            states.choices = [choice for choice in states.choices if choice[0] != CallPhase.PREPARATION]

    def filtered(self, rows: CallQuerySet, **asked: Any) -> CallQuerySet:
        if asked["etat"]:
            rows = rows.standing_in(CallPhase(asked["etat"]), self.now)
        if asked["phase"]:
            rows = rows.filter(phase=asked["phase"])
        return rows.matching(asked["q"])
