"""The filter of the decisions that meetings took."""

from typing import Any

from django import forms

from core.lists import FilterForm
from meetings.models.minutes import MeetingDecisionQuerySet


class DecisionFilters(FilterForm):
    etat = forms.ChoiceField(label="Décisions", choices=[("", "À suivre"), ("faites", "Faites"), ("toutes", "Toutes")])

    def filtered(self, rows: MeetingDecisionQuerySet, **asked: Any) -> MeetingDecisionQuerySet:
        match asked["etat"]:
            case "faites":
                return rows.exclude(done_on=None)
            case "toutes":
                return rows
            case _:
                return rows.to_follow()
