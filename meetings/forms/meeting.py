"""The forms that prepare a meeting."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BoundField

from calls.forms.local_time import LocalInstantField
from calls.models import Term
from core.forms import PortalForm
from core.inputs import AddressField, LinkField, LongTextField, PlainCharField, WholeNumberField
from core.rows import RowsForm
from core.wording import duration
from meetings.enums import USUAL_CIRCLES, Circle, MeetingKind
from meetings.inviting import MOST_PERSONS, Guest
from meetings.models import Invitee, Meeting
from meetings.preparing import MOST_ITEMS, AgendaPoint, MeetingFacts, agenda_of
from regions.composing import PROFILES
from regions.forms.designation import DesignationField
from regions.models import RegionalProject

DURATIONS = [30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480]
MOST_MINUTES = 600


class MeetingForm(PortalForm):
    required_when = {
        "place": "avant la convocation, sans visioconférence",
        "remote_link": "avant la convocation, sans lieu",
    }

    kind = forms.ChoiceField(
        label="Instance",
        choices=[(kind, kind.label.replace(kind.label[0], kind.label[0].upper(), 1)) for kind in MeetingKind],
    )
    title = PlainCharField(
        label="Intitulé",
        max_length=150,
        help_text="Sur une ligne : il devient l'objet des courriels. Par exemple « COPIL n° 2 ».",
    )
    starts_at = LocalInstantField(
        label="Date et heure de début", widget=forms.DateTimeInput, help_text="À l'heure de la région."
    )
    duration_minutes = forms.TypedChoiceField(
        label="Durée", coerce=int, initial=120, choices=[(number, duration(number)) for number in DURATIONS]
    )
    place = PlainCharField(label="Lieu", max_length=200, required=False)
    remote_link = LinkField(
        label="Lien de visioconférence",
        max_length=300,
        required=False,
        help_text="Un lieu, un lien, ou les deux.",
    )

    def __init__(self, data: Any = None, *, project: RegionalProject, meeting: Meeting | None = None) -> None:
        initial = {name: getattr(meeting, name) for name in self.base_fields} if meeting else None
        super().__init__(data, initial=initial)
        self.fields["starts_at"].zone = ZoneInfo(project.region.time_zone)

    def facts(self) -> MeetingFacts:
        typed = self.cleaned_data
        return MeetingFacts(
            kind=typed["kind"],
            title=typed["title"],
            starts_at=typed["starts_at"],
            duration_minutes=typed["duration_minutes"],
            place=typed["place"],
            remote_link=typed["remote_link"],
        )


class AgendaItemForm(PortalForm):
    title = PlainCharField(label="Point", max_length=200)
    minutes = WholeNumberField(label="Minutes", max_value=MOST_MINUTES, required=False)


class AgendaForm(RowsForm):
    """All the points of a meeting, in order."""

    row, label, most = AgendaItemForm, "Ordre du jour", MOST_ITEMS

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, saved=[vars(point) for point in agenda_of(meeting)])

    def points(self) -> list[AgendaPoint]:
        return [AgendaPoint(**row) for row in self.filled()]


class CirclesForm(PortalForm):
    circles = forms.TypedMultipleChoiceField(
        label="Qui réunir",
        choices=[(circle, circle.label.capitalize().replace("ars–aract", "ARS–Aract")) for circle in Circle],
        coerce=Circle,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les places déjà inscrites ne sont pas reprises ; les adresses des réunions passées le sont.",
        error_messages={"required": "Choisissez au moins un cercle."},
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, initial={"circles": list(USUAL_CIRCLES[MeetingKind(meeting.kind)])})


class GuestForm(PortalForm):
    """One seat."""

    profile = forms.ModelChoiceField(
        label="Profil", queryset=Term.objects.none(), required=False, empty_label="Aucun de ces profils"
    )
    function = DesignationField(
        label="Fonction",
        max_length=150,
        help_text="La fonction ou le métier, sans nom ni organisation syndicale, par exemple « élue du personnel ».",
    )
    origin = DesignationField(label="Organisme", max_length=200, required=False)
    email = AddressField(
        max_length=150,
        label="Courriel",
        required=False,
        help_text="Pour recevoir l'invitation et répondre sans compte ; sans adresse, c'est à vous de prévenir.",
    )
    persons = WholeNumberField(label="Nombre de personnes", max_value=MOST_PERSONS, initial=1)

    votes = forms.BooleanField(
        label="Cette place vote.",
        required=False,
        initial=True,
        help_text="Sans voix, il est entendu et ne compte pas pour le quorum : un fournisseur, par exemple.",
    )

    def __init__(self, data: Any = None, *, call: int, invitee: Invitee | None = None) -> None:
        self.circle = invitee.circle if invitee else ""
        initial = {name: getattr(invitee, name) for name in self.base_fields} if invitee else None
        super().__init__(data, initial=initial)
        profiles = Term.objects.filter(vocabulary__in=PROFILES.values()).offered_in(call)
        self.fields["profile"].queryset = profiles

    def guest(self) -> Guest:
        typed = self.cleaned_data
        return Guest(
            typed["profile"],
            typed["function"],
            typed["origin"],
            typed["email"],
            typed["persons"],
            self.circle,
            typed["votes"],
        )


class AddressesForm(PortalForm):
    """The address of each seat."""

    def __init__(self, data: Any = None, *, invitees: list[Invitee]) -> None:
        super().__init__(data)
        self.names = {f"siege-{invitee.pk}-email": invitee for invitee in invitees}
        for name, invitee in self.names.items():
            self.fields[name] = AddressField(
                max_length=150, label=f"Courriel – {invitee}", required=False, initial=invitee.email
            )

    def seats(self) -> list[tuple[Invitee, BoundField]]:
        return [(invitee, self[name]) for name, invitee in self.names.items()]

    def addresses(self) -> dict[int, str]:
        """By seat; one added since the page was drawn is not in it, and keeps its own."""
        return {invitee.pk: self.cleaned_data[name] for name, invitee in self.names.items() if name in self.data}


class ChairForm(PortalForm):
    """Who presides, by name: a decision on money says who took it."""

    chair = PlainCharField(label="Prénom et nom", max_length=150)
    chair_quality = PlainCharField(
        label="Fonction", max_length=150, help_text="Par exemple « directrice de l'offre de soins, ARS Paca »."
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, initial={name: getattr(meeting, name) for name in self.base_fields})


class CancelForm(PortalForm):
    reason = PlainCharField(
        label="Motif",
        max_length=300,
        required=False,
        help_text="Il sera lu par les personnes convoquées.",
    )


class CorrectForm(PortalForm):
    reason = LongTextField(
        label="Pourquoi corriger ce compte rendu ?",
        max_length=400,
        rows=3,
        help_text="Le motif figurera dans la nouvelle révision ; l'ancienne reste consultable.",
    )
