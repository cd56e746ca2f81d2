"""The forms by which a structure enters a project, in the fiche or after the award, with its digital project."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from calls.enums import Vocabulary
from calls.models import Term
from core.forms import PortalForm
from core.inputs import AddressField, LongTextField, PlainCharField
from directory.forms.groupings import GroupingForm
from regions.forms.choices import AnswerChoiceField
from regions.forms.designation import DesignationField
from regions.models import DigitalProject, Participation, RegionalProject
from regions.participating import Tool
from regions.themes import offered_for, themes_for


class ToolForm(PortalForm):
    """What is said of a digital project."""

    required_when = {"work_question": "avant la signature"}

    title = PlainCharField(label="Intitulé du projet numérique", max_length=200)
    tool = PlainCharField(
        label="Outil",
        max_length=200,
        required=False,
        help_text="Le nom ou le type de l'outil, par exemple « borne d'accueil ».",
    )
    theme = forms.ModelChoiceField(label="Thème", queryset=Term.objects.none(), empty_label="Choisir un thème")
    nature = forms.ModelChoiceField(
        label="Nature du projet", queryset=Term.objects.none(), empty_label="Choisir une nature"
    )
    maturity = forms.ModelChoiceField(
        label="Où en est le projet", queryset=Term.objects.none(), empty_label="Choisir un état d'avancement"
    )
    work_question = LongTextField(
        label="Question de travail posée",
        required=False,
        max_length=1500,
        rows=4,
        help_text=(
            "Quelle question de conditions de travail, de performance ou de conduite du changement se pose aux "
            "professionnels ? Elle peut attendre."
        ),
    )

    def __init__(
        self, data: Any = None, *, project: RegionalProject, tool: DigitalProject | None = None, **kwargs: Any
    ) -> None:
        themes = themes_for(project)
        if tool is not None:
            kwargs["initial"] = {name: getattr(tool, name) for name in TOOL} | {
                "theme": offered_for(tool.theme, themes)
            }
        super().__init__(data, **kwargs)
        self.fields["theme"].queryset = themes
        self.fields["nature"].queryset = Term.objects.of(Vocabulary.NATURE).offered_in(project.call_id)
        self.fields["maturity"].queryset = Term.objects.of(Vocabulary.MATURITY).offered_in(project.call_id)

    def described(self) -> Tool:
        return cast("Tool", {name: self.cleaned_data[name] for name in TOOL})


TOOL = tuple(ToolForm.base_fields)
REFERENT = ("contact_function", "contact_email")


class ParticipationForm(ToolForm):
    """Which digital project a structure explores (one of the fiche, or a new one) and whom to write to there.

    What describes a new one is judged only when no known one is chosen.
    """

    required_when = {"contact_function": "avant la signature", "work_question": "avant la signature"}
    parts = (
        ("La structure", "", tuple(GroupingForm.base_fields)),
        ("Sa participation", "", ("joined_on", "dimensions")),
        ("Ce qu'elle explore", "", ("digital_project",)),
        ("Le nouveau projet numérique", "", TOOL),
        ("À qui écrire", "", REFERENT),
    )

    digital_project = AnswerChoiceField(
        label="Projet numérique exploré",
        queryset=DigitalProject.objects.none(),
        empty_label="Un nouveau projet numérique, décrit ci-dessous",
        widget=forms.RadioSelect,
    )
    contact_function = DesignationField(
        label="Fonction du référent",
        max_length=150,
        required=False,
        help_text="La fonction seulement, sans nom : « directrice des soins ».",
    )
    contact_email = AddressField(
        label="Adresse électronique du référent",
        required=False,
        help_text="De préférence une adresse de service, par exemple direction@etablissement.fr.",
    )

    def __init__(
        self, data: Any = None, *, project: RegionalProject, participation: Participation | None = None
    ) -> None:
        held = ("digital_project", *REFERENT) if participation is not None else ()
        super().__init__(data, project=project, initial={name: getattr(participation, name) for name in held})
        tools = self.tools_of(project)
        if tools.exists():
            self.fields["digital_project"].queryset = tools
        else:
            del self.fields["digital_project"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.chosen or "digital_project" in self.errors:
            for name in TOOL:
                self.errors.pop(name, None)
        return cleaned

    def tools_of(self, project: RegionalProject) -> QuerySet[DigitalProject]:
        return DigitalProject.objects.filter(project=project).explored()

    @property
    def chosen(self) -> DigitalProject | None:
        """The digital project of the fiche that was chosen; None for a new one."""
        return self.cleaned_data.get("digital_project")

    def explored(self) -> DigitalProject | Tool:
        return self.chosen or self.described()

    def referent(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in REFERENT}


class NamedParticipationForm(GroupingForm, ParticipationForm):
    """The same of a grouping or a territory, which has no FINESS number and is named here (R32)."""
