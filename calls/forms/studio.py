"""What a secretary types to compose a questionnaire: sections, questions, what is expected of an answer, conditions."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from calls.enums import Owner, SectionKind
from calls.kinds import Kind
from calls.kinds.lists import CODE, ListField, in_order
from calls.models import Call, Question, Questionnaire, Section
from calls.models.questionnaire import REGIONAL
from calls.studio import QUESTION_FIELDS, SECTION_FIELDS, kinds
from core.editing import words_of
from core.forms import PortalForm
from core.inputs import LongTextField, PlainCharField
from core.rows import RowsForm
from core.wording import listed

# Before the names of settings in a form: some are also words of the form itself.
SETTING = "reglage_"
SEVERAL = "several"
# Of which kind the settings are: another person may change it meanwhile.
NATURE = "nature"
LONGEST_PASTED = 8000


class SourceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at runtime
    """A questionnaire to copy, told by its title and the calls that ask it."""

    def label_from_instance(self, row: Any) -> str:
        calls = listed([f"« {call.title} »" for call in row.calls.all()])
        return f"{row}, appel {calls}" if calls else str(row)


class BeginForm(PortalForm):
    """What the questionnaire of a call begins with."""

    title = PlainCharField(label="Titre du questionnaire", max_length=200)
    source = SourceField(
        Questionnaire.objects.exclude(code=REGIONAL).prefetch_related("calls").order_by("title", "-revision"),
        label="Partir de",
        empty_label="Rien : une page blanche",
        required=False,
        help_text="Un modèle, ou le questionnaire d'un autre appel : ses sections, ses questions et leurs conditions "
        "sont copiées.",
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = {"title": f"Fiche projet – {call.title}"[:200], "source": call.questionnaire_id}


class EditSectionForm(PortalForm):
    title = PlainCharField(label="Titre", max_length=150)
    kind = forms.ChoiceField(
        label="Tableau du portail",
        choices=[(kind.value, kind.label.capitalize()) for kind in SectionKind],
        help_text="Ce que la section contient en plus de ses questions. Chaque tableau ne sert qu'une fois.",
    )
    guidance = LongTextField(
        label="Conseils",
        required=False,
        max_length=4000,
        help_text="Ils restent à côté des questions pendant l'écriture.",
    )

    @staticmethod
    def values_of(section: Section) -> dict[str, Any]:
        return {name: getattr(section, name) for name in SECTION_FIELDS}


class EditQuestionForm(PortalForm):
    label = PlainCharField(label="Question", max_length=300)
    help_text = PlainCharField(label="Aide", max_length=500, required=False, help_text="Elle se lit sous la question.")
    kind = forms.ChoiceField(label="Réponse attendue", choices=kinds)
    section = forms.ModelChoiceField(Section.objects.none(), label="Section", empty_label=None)
    required = forms.BooleanField(label="À remplir avant la signature", required=False)
    owner = forms.ChoiceField(
        label="À remplir par",
        choices=[(owner.value, str(owner.label)) for owner in Owner],
        help_text="L'autre partie lit la réponse et ne peut pas l'écrire.",
    )
    for_reviewers = forms.BooleanField(
        label="Montrée aux rapporteurs",
        required=False,
        help_text="Sinon, seuls la lisent l'ARS, l'Aract et le secrétariat de la commission.",
    )
    personal = forms.BooleanField(
        label="Donnée personnelle",
        required=False,
        help_text="La page le dit à côté de la question ; la réponse ne part pas dans les exports des lecteurs.",
    )

    def __init__(self, *args: Any, sections: QuerySet[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections

    @staticmethod
    def values_of(question: Question) -> dict[str, Any]:
        return {**{name: getattr(question, name) for name in QUESTION_FIELDS}, "section": question.section_id}


class AddQuestionForm(EditQuestionForm):
    """In a section that is chosen already."""

    section = None  # type: ignore[assignment]  # Django's way of leaving a field out

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super(EditQuestionForm, self).__init__(*args, **kwargs)
        self.suggested = {"kind": "long_text", "required": True, "for_reviewers": True, "owner": Owner.BOTH}


# — what is expected of an answer —


class SettingsForm(PortalForm):
    """The settings of a kind, each by the field that the kind gives it.

    Made by `settings_form`. `kept` are all the settings saved now, those that this form does not ask included.
    """

    of_kind: type[Kind]
    kept: Mapping[str, Any]

    def settings(self) -> dict[str, Any]:
        """All the settings, as JSON keeps them; what is blank is left to the kind."""
        asked = self.of_kind.settings_fields()
        found = {name: value for name, value in self.kept.items() if name in asked}
        for name in asked:
            if SETTING + name in self.fields:
                found.pop(name, None)
                value = plain(self.cleaned_data.get(SETTING + name))
                found |= {} if value in (None, "", False) else {name: value}
        return found


class ListedSettingsForm(SettingsForm, RowsForm):
    """With one of its lists as rows: `taken_codes` were given to other things by published revisions."""

    list_name: str
    list_field: ListField
    taken_codes: frozenset[str]

    def filled(self) -> list[dict[str, Any]]:
        """The rows in order; one whose label is erased is taken away."""
        return list(in_order(row for row in super().filled() if (row.get("label") or "").strip()))

    def words(self, rows: Iterable[Mapping[str, Any]]) -> str:
        """Without what nobody reads."""
        fields = [(name, field) for name, field in self.rows.empty_form.fields.items() if name != CODE]
        cells = ([words_of(field, row.get(name)) for name, field in fields] for row in rows)
        return "\n".join(" – ".join(filter(None, row)) for row in cells)

    def settings(self) -> dict[str, Any]:
        found, field = super().settings(), self.list_field
        several = str(self.cleaned_data.get(SEVERAL, "")).splitlines()
        rows = [*self.filled(), *({"label": line.strip()} for line in several if line.strip())]
        listed = field.kept_of(rows, self.kept.get(self.list_name, []), self.taken_codes)
        found.pop(self.list_name, None)
        return found | ({self.list_name: listed} if listed or field.required else {})


def plain(value: Any) -> Any:
    """A setting as JSON keeps it, which has neither days nor exact decimals."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
    return value


def lists_of(kind: type[Kind]) -> dict[str, ListField]:
    return {name: field for name, field in kind.settings_fields().items() if isinstance(field, ListField)}


def settings_form(
    kind: type[Kind], kept: Mapping[str, Any], data: Any = None, *, only: str = "", taken: Iterable[str] = ()
) -> SettingsForm:
    """The form of all the plain settings of a kind with its first list, or of the list `only`."""
    lists = lists_of(kind)
    single = {} if only else {name: field for name, field in kind.settings_fields().items() if name not in lists}
    made: dict[str, Any] = {"of_kind": kind, "kept": kept}
    made |= {NATURE: forms.CharField(required=False, widget=forms.HiddenInput)}
    made |= {SETTING + name: field for name, field in single.items()}
    initial = {SETTING + name: opened(field, kept[name]) for name, field in single.items() if name in kept}
    initial[NATURE] = kind.code.value
    name = only or next(iter(lists), "")
    if not name:
        plain_form: type[SettingsForm] = type("SettingsForm", (SettingsForm,), made)
        return plain_form(data, initial=initial)
    field = lists[name]
    if field.at_once:
        made[SEVERAL] = LongTextField(
            label=f"Ajouter {field.several}",
            help_text="Un par ligne.",
            required=False,
            rows=3,
            max_length=LONGEST_PASTED,
        )
    made |= {
        "row": type("SettingRow", (PortalForm,), {**field.row_fields(), "marks_optional": False}),
        "label": str(field.label),
        "most": field.most,
        "list_name": name,
        "taken_codes": frozenset(taken),
    }
    listed_form: type[ListedSettingsForm] = type("ListedSettingsForm", (ListedSettingsForm,), made)
    listed_form.list_field = field  # once the class is made, which would take it for a field of the form
    return listed_form(data, saved=field.rows_of(kept.get(name, [])), initial=initial)


def opened(field: forms.Field, kept: Any) -> Any:
    """What a field shows of a setting; what it would not take is shown as it is."""
    try:
        return field.clean(kept)
    except forms.ValidationError:
        return kept
