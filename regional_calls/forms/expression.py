"""What the public and the structures type."""

from collections.abc import Mapping
from typing import Any

from django import forms

from calls.enums import Vocabulary
from calls.forms.questions import QuestionsForm, questions_form
from calls.models import Question, Term
from core.forms import DraftForm, PortalForm
from core.inputs import AddressField, LongTextField, PlainCharField
from regional_calls.enums import PieceKind
from regional_calls.models import RegionalCall, RegionalTheme
from regions.designating import union_named
from regions.forms.designation import DesignationField

UNION = (
    "« %(union)s » évoque une organisation syndicale. L'appartenance syndicale est une donnée sensible : écrivez "
    "seulement « représentants du personnel », ou, s'il s'agit d'autre chose, dites-le en toutes lettres."
)


class LinkForm(PortalForm):
    email = AddressField(
        label="Votre adresse électronique professionnelle",
        help_text="Format attendu : nom@domaine.fr. Le lien qui ouvre votre réponse y sera envoyé.",
    )


class AddressForm(PortalForm):
    address = PlainCharField(
        label="Adresse postale de la structure",
        max_length=250,
        help_text="Numéro, rue, code postal et ville. L'accusé de réception et la décision y sont adressés.",
    )


class ProjectForm(DraftForm):
    """The digital project that a structure would explore; a draft may leave anything blank."""

    title = PlainCharField(
        label="Intitulé du projet numérique",
        max_length=200,
        help_text="Par exemple « Téléconsultation accompagnée à l'Ehpad ».",
    )
    tool = PlainCharField(
        label="Outil", max_length=200, required=False, help_text="Le nom ou le type de l'outil, s'il est connu."
    )
    theme = forms.ModelChoiceField(
        label="Thème de l'appel",
        queryset=RegionalTheme.objects.none(),
        empty_label="Choisir un thème",
        help_text="Les définitions sont sur la page de l'appel.",
    )
    nature = forms.ModelChoiceField(
        label="Nature du projet", queryset=Term.objects.none(), empty_label="Choisir une nature"
    )
    maturity = forms.ModelChoiceField(
        label="Où en est le projet", queryset=Term.objects.none(), empty_label="Choisir un état d'avancement"
    )
    work_question = LongTextField(
        label="Question de travail posée",
        max_length=1500,
        rows=4,
        help_text="Quelle question de conditions de travail, de performance ou de conduite du changement se pose aux "
        "professionnels ? Par exemple : « Qui répond à l'alerte la nuit, et sur quel temps ? »",
    )
    contact_function = DesignationField(
        label="Fonction du référent dans la structure",
        max_length=150,
        help_text="La fonction seulement, sans nom, par exemple « directrice des soins ».",
    )

    def __init__(self, data: Any = None, *, call: RegionalCall, kept: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=kept)
        self.fields["theme"].queryset = call.themes.all()
        self.fields["nature"].queryset = Term.objects.of(Vocabulary.NATURE).offered_in(call.project.call_id)
        self.fields["maturity"].queryset = Term.objects.of(Vocabulary.MATURITY).offered_in(call.project.call_id)

    def understood(self) -> dict[str, Any]:
        """What may be kept: the valid fields, and as it was for the others."""
        kept = {name: self.initial.get(name) for name in self.fields} if self.initial else {}
        return {**kept, **{name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}}


class SectionForm(QuestionsForm):
    """Answers of one section; texts do not name unions (C7)."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for code, value in list(values.items()):
            union = union_named(value) if isinstance(value, str) and code not in self.settled else ""
            if union:
                self.add_error(code, forms.ValidationError(UNION, code="union", params={"union": union}))
        return values


def section_form(questions: list[Question], answers: Mapping[str, Any], data: Any = None, *, call: int) -> SectionForm:
    form: SectionForm = questions_form(SectionForm, questions, answers, data, call=call)
    return form


class PieceForm(PortalForm):
    kind = forms.TypedChoiceField(
        label="Nature de la pièce",
        choices=[(kind.value, str(kind.label).capitalize()) for kind in PieceKind],
        coerce=PieceKind,
    )
    file = forms.FileField(
        label="Fichier",
        help_text="PDF, Word, Excel, ODT ou image ; 10 Mo au plus. Aucune donnée sur des patients ou des personnes "
        "accompagnées ; dans un extrait de procès-verbal, masquez les noms et les appartenances syndicales.",
    )


class SubmitForm(PortalForm):
    attested = forms.BooleanField(
        label="La direction de la structure connaît cette réponse, qui ne contient aucune donnée sur des patients ou "
        "des personnes accompagnées",
        error_messages={"required": "Cochez cette case pour remettre la réponse."},
    )
