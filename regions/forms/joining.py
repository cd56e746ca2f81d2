"""What the pair types about participants once the project is awarded."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from calls.enums import Vocabulary
from calls.forms.draft import ManyTermsField
from calls.models import Term
from core.forms import PortalForm
from core.inputs import AddressField, DayField, LongTextField
from directory.forms.groupings import GroupingForm
from regions.forms.designation import DesignationField
from regions.forms.participants import ParticipationForm
from regions.models import DigitalProject, Participation, RegionalProject


class DimensionsField(ManyTermsField):
    """Which of the three dimensions are questioned (R52)."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Term.objects.of(Vocabulary.DIMENSION).in_use(), required=False, **kwargs)


def dimensions_of(project: RegionalProject) -> QuerySet[Term]:
    return Term.objects.of(Vocabulary.DIMENSION).offered_in(project.call_id)


class JoiningForm(ParticipationForm):
    """A structure that joins: from when, with which tool, to question what; no fiche is signed any more."""

    required_when = {}

    joined_on = DayField(label="Participe depuis le")
    dimensions = DimensionsField(label="Dimensions questionnées")

    def __init__(self, data: Any = None, *, project: RegionalProject, **kwargs: Any) -> None:
        super().__init__(data, project=project, **kwargs)
        self.fields["dimensions"].queryset = dimensions_of(project)

    def tools_of(self, project: RegionalProject) -> QuerySet[DigitalProject]:
        """Also those that nobody explores any more: what they say stays."""
        return DigitalProject.objects.filter(project=project)

    def about(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"on": typed["joined_on"], "dimensions": typed["dimensions"], **self.referent()}


class NamedJoiningForm(GroupingForm, JoiningForm):
    """The same of a grouping or a territory, named here."""


class DescriptionForm(PortalForm):
    contact_function = DesignationField(
        label="Fonction du référent",
        max_length=150,
        required=False,
        help_text="La fonction seulement, sans nom, par exemple « directrice des soins ».",
    )
    contact_email = AddressField(
        label="Adresse électronique du référent",
        required=False,
        help_text="De préférence une adresse de service, par exemple direction@etablissement.fr.",
    )
    dimensions = DimensionsField(label="Dimensions questionnées")

    def __init__(self, data: Any = None, *, participation: Participation) -> None:
        initial = {
            "contact_function": participation.contact_function,
            "contact_email": participation.contact_email,
            "dimensions": participation.dimensions.all(),
        }
        super().__init__(data, initial=initial)


class DepartureForm(PortalForm):
    on = DayField(label="Dernier jour de participation")
    reason = LongTextField(
        label="Raison du départ",
        max_length=300,
        rows=3,
        help_text="Ce que l'ARS, l'Aract, la DGOS, l'Anact et la structure pourront lire.",
    )


class LetterForm(PortalForm):
    file = forms.FileField(
        label="Lettre d'engagement",
        help_text="Signée par la direction de la structure. PDF de préférence, 10 Mo au plus.",
    )


class MaturityForm(PortalForm):
    reached = forms.ModelChoiceField(
        label="État atteint", queryset=Term.objects.none(), empty_label="Choisir un état d'avancement"
    )
    on = DayField(label="Depuis le")

    def __init__(self, data: Any = None, *, tool: DigitalProject) -> None:
        super().__init__(data, initial={"reached": tool.maturity})
        self.fields["reached"].queryset = Term.objects.of(Vocabulary.MATURITY).offered_in(tool.project.call_id)
