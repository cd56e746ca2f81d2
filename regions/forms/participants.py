"""The forms by which a structure enters a project, in the fiche or after the award, with its digital project."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from calls.enums import Vocabulary
from calls.models import Term
from core.forms import PortalForm
from core.inputs import LongTextField, PlainCharField
from regions.forms.choices import AnswerChoiceField
from regions.forms.designation import DesignationField
from regions.models import DigitalProject, Participation, RegionalProject
from regions.participating import Tool
from regions.themes import offered_for, themes_for


class ToolForm(PortalForm):
    """What is said of a digital project."""

    required_when = {"work_question": "pour une fiche complète"}

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
        initial = {name: getattr(tool, name) for name in self.base_fields} if tool else None
        themes = themes_for(project)
        if initial and tool is not None:
            initial["theme"] = offered_for(tool.theme, themes)
        super().__init__(data, initial=initial, **kwargs)
        self.fields["theme"].queryset = themes
        self.fields["nature"].queryset = Term.objects.of(Vocabulary.NATURE).in_use()
        self.fields["maturity"].queryset = Term.objects.of(Vocabulary.MATURITY).in_use()

    def described(self) -> Tool:
        return cast("Tool", self.cleaned_data)


class ParticipationForm(PortalForm):
    """Which digital project a structure explores (one of the fiche, or a new one) and whom to write to there.

    `tool_form` describes the new one; what it holds is judged only when no known one is chosen.
    """

    required_when = {"contact_function": "pour une fiche complète"}

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
        help_text="La fonction seulement, sans nom : « directrice des soins ».",
    )
    contact_email = forms.EmailField(
        label="Adresse électronique du référent",
        required=False,
        max_length=254,
        help_text="De préférence une adresse de service, par exemple direction@etablissement.fr.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        project: RegionalProject,
        participation: Participation | None = None,
        **kwargs: Any,
    ) -> None:
        initial = {}
        if participation is not None:
            initial = {name: getattr(participation, name) for name in ParticipationForm.base_fields}
        super().__init__(data, initial=initial, **kwargs)
        tools = self.tools_of(project)
        if tools.exists():
            self.fields["digital_project"].queryset = tools
        else:
            del self.fields["digital_project"]
        self.describes = data is not None and not data.get("digital_project")
        self.tool_form = ToolForm(data if self.describes else None, project=project, prefix="outil")

    def is_valid(self) -> bool:
        return all([super().is_valid(), not self.describes or self.tool_form.is_valid()])

    def tools_of(self, project: RegionalProject) -> QuerySet[DigitalProject]:
        return DigitalProject.objects.filter(project=project).explored()

    @property
    def chosen(self) -> DigitalProject | None:
        """The digital project of the fiche that was chosen; None for a new one."""
        return self.cleaned_data.get("digital_project")

    def referent(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("contact_function", "contact_email")}
