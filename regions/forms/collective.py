"""The form of a seat in the regional collective or in the extended group."""

from typing import Any

from django import forms

from calls.models import Term
from core.forms import PortalForm
from core.inputs import WholeNumberField
from regions.composing import MOST_SEATS, PROFILES, Seat
from regions.enums import MemberGroup
from regions.forms.choices import AnswerChoiceField
from regions.forms.designation import DesignationField
from regions.models import CollectiveMember, Participation, RegionalProject


class StructureField(AnswerChoiceField):
    def label_from_instance(self, obj: Participation) -> str:
        return str(obj.establishment)


class MemberForm(PortalForm):
    required_when = {"organisation_name": "si la personne ne vient pas d'une structure de la fiche"}

    profile = forms.ModelChoiceField(label="Profil", queryset=Term.objects.none(), empty_label="Choisir un profil")
    function = DesignationField(
        label="Fonction",
        max_length=150,
        help_text=(
            "La fonction ou le métier, sans nom, par exemple « cadre de santé » ou « élue du personnel ». "
            "N'indiquez jamais d'organisation syndicale : c'est une donnée sensible."
        ),
    )
    participation = StructureField(
        label="Vient de",
        queryset=Participation.objects.none(),
        empty_label="Un autre organisme, nommé ci-dessous",
    )
    organisation_name = DesignationField(
        label="Autre organisme",
        max_length=200,
        required=False,
        help_text="Si la personne ne vient pas d'une structure de la fiche, par exemple un éditeur de logiciel.",
    )
    seats = WholeNumberField(label="Nombre de personnes", min_value=1, max_value=MOST_SEATS, initial=1)

    def __init__(
        self,
        data: Any = None,
        *,
        project: RegionalProject,
        group: MemberGroup,
        member: CollectiveMember | None = None,
    ) -> None:
        initial = {name: getattr(member, name) for name in self.base_fields} if member else None
        super().__init__(data, initial=initial)
        profiles = Term.objects.of(PROFILES[group])
        self.fields["profile"].queryset = profiles.offered_in(project.call_id)
        if group == MemberGroup.COLLECTIVE:
            present = project.participations.present().select_related("establishment")
            self.fields["participation"].queryset = present.order_by("establishment__search_text", "pk")
        else:
            del self.fields["participation"]
            self.fields["organisation_name"].required = True
            self.fields["organisation_name"].label = "Organisme"
            self.fields["organisation_name"].help_text = "Par exemple une fédération."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        structure, other = cleaned.get("participation"), cleaned.get("organisation_name")
        if structure and other:
            self.add_error(
                "organisation_name", "Laissez ce champ vide, ou choisissez « Un autre organisme » au-dessus."
            )
        elif not structure and not other and "organisation_name" not in self.errors:
            self.add_error(
                "organisation_name", "Dites d'où vient cette personne : structure participante ou organisme."
            )
        return cleaned

    def seat(self) -> Seat:
        typed = self.cleaned_data
        return Seat(
            profile=typed["profile"],
            function=typed["function"],
            participation=typed.get("participation"),
            organisation_name=typed["organisation_name"],
            seats=typed["seats"],
        )
