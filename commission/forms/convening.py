"""Forms that convene the commission and call its meeting off."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from accounts.enums import Role
from accounts.models import Membership
from applications.models import Application
from calls.forms.local_time import LocalInstantField
from calls.models import Call
from commission.convening_letters import ConveningFacts
from commission.models import Convening
from core.forms import PortalForm
from core.inputs import DayField, LinkField, LongTextField, PlainCharField

MORNING = time(9, 30)


class ConveningForm(PortalForm):
    required_when = {
        "place": "sans visioconférence",
        "remote_link": "sans lieu",
        "fiches": "sans autre point",
        "points": "sans fiche",
        "urgency": "si la réunion est proche",
    }

    starts_at = LocalInstantField(label="Date et heure", widget=forms.DateTimeInput)
    place = PlainCharField(label="Lieu", max_length=200, required=False)
    remote_link = LinkField(label="Lien de visioconférence", max_length=300, required=False)
    fiches = forms.TypedMultipleChoiceField(
        label="Fiches à examiner", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    points = LongTextField(
        label="Autres points de l'ordre du jour",
        max_length=2000,
        rows=3,
        required=False,
        help_text="Un point par ligne.",
    )
    members = forms.TypedMultipleChoiceField(
        label="Membres convoqués",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Le quorum se calcule sur ces membres.",
        error_messages={"required": "Choisissez au moins un membre."},
    )
    reviews_by = DayField(label="Évaluations à remettre au plus tard le")
    urgency = LongTextField(
        label="Motif de l'urgence",
        max_length=1000,
        rows=3,
        required=False,
        help_text="Il figure dans la convocation.",
    )
    without_quorum = forms.BooleanField(
        label="Le quorum manquait à la réunion précédente : celle-ci reprend son ordre du jour, sans quorum.",
        required=False,
    )
    chair_agrees = forms.BooleanField(
        label="La présidence de la commission a fixé cette date et cet ordre du jour.",
        error_messages={"required": "La commission se réunit sur décision de sa présidence : recueillez son accord."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        call: Call,
        fiches: Iterable[Application],
        members: Iterable[Membership],
        former: Convening | None,
        held: bool,
        by: Membership,
    ) -> None:
        self.found = {fiche.pk: fiche for fiche in fiches}
        self.seats = {hat.pk: hat for hat in members}
        super().__init__(data, initial=initial_of(former) if former else self._usual(call))
        self.fields["starts_at"].zone = call.zone
        self.fields["fiches"].choices = [
            (pk, f"{fiche.project.region} – {fiche.project.title}") for pk, fiche in self.found.items()
        ]
        self.fields["members"].choices = [(pk, f"{hat.user}, {hat}") for pk, hat in self.seats.items()]
        if not held:
            del self.fields["without_quorum"]
        if by.role == Role.PRESIDENT:
            del self.fields["chair_agrees"]

    def _usual(self, call: Call) -> dict[str, Any]:
        """The day of the call's calendar, every fiche, every member."""
        usual: dict[str, Any] = {"fiches": list(self.found), "members": list(self.seats)}
        if call.commission_on:
            usual["starts_at"] = datetime.combine(call.commission_on, MORNING, tzinfo=call.zone)
            usual["reviews_by"] = call.commission_on - timedelta(days=1)
        return usual

    def facts(self) -> ConveningFacts:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "chair_agrees"}
        typed["fiches"] = [self.found[pk] for pk in typed["fiches"]]
        typed["members"] = [self.seats[pk] for pk in typed["members"]]
        return ConveningFacts(**typed)


def initial_of(former: Convening) -> dict[str, Any]:
    """A convening that will be replaced, as it was typed."""
    names = ("starts_at", "place", "remote_link", "points", "reviews_by", "without_quorum", "urgency")
    initial = {name: getattr(former, name) for name in names}
    initial |= {name: list(getattr(former, name).values_list("pk", flat=True)) for name in ("fiches", "members")}
    return initial


class CallOffForm(PortalForm):
    reason = LongTextField(
        label="Motif de l'annulation", max_length=1000, rows=3, help_text="Il figure dans la lettre aux membres."
    )
