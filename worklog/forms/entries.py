"""What one looks for among a project's days."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Membership
from core.inputs import PlainCharField
from core.lists import PeriodForm
from worklog.consultants import name_of
from worklog.forms.week import Choices


class EntriesFilterForm(PeriodForm):
    etape = forms.TypedChoiceField(label="Étape", coerce=int, empty_value=None)
    personne = forms.TypedChoiceField(label="Personne", coerce=int, empty_value=None)
    structure = forms.TypedChoiceField(label="Structure", coerce=int, empty_value=None)
    q = PlainCharField(label="Précision ou motif", max_length=100)
    orders = (
        ("", "Du plus récent au plus ancien", ("-worked_on", "-pk")),
        ("jour", "Du plus ancien au plus récent", ("worked_on", "pk")),
        ("etape", "Par étape", ("stage__position", "worked_on", "pk")),
        ("personne", "Par personne", ("consultant__job_title", "consultant", "worked_on", "pk")),
        ("-jours", "Du plus long au plus court", ("-days", "-worked_on", "-pk")),
    )

    def __init__(self, data: Any, *, choices: Choices, people: list[Membership]) -> None:
        super().__init__(data)
        for name, options in (
            ("etape", [(key, stage.label) for key, stage in choices.stages.items()]),
            ("personne", [(person.pk, name_of(person)) for person in people]),
            ("structure", [(key, place.name) for key, place in choices.establishments.items()]),
        ):
            self.fields[name].choices = [("", "Toutes" if name != "structure" else "Tous"), *options]

    def filtered(self, rows: QuerySet[Any], **asked: Any) -> QuerySet[Any]:
        wanted = {
            "worked_on__gte": asked["du"],
            "worked_on__lte": asked["au"],
            "stage": asked["etape"],
            "consultant": asked["personne"],
            "establishment": asked["structure"],
        }
        rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
        if asked["q"]:
            rows = rows.filter(note__icontains=asked["q"])
        return rows
