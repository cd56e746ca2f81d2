"""The form of a section, made from its questions."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from acia_portal.forms import PortalForm
from acia_portal.inputs import FrenchDecimalField, LongTextField, PlainCharField
from applications.writing import Typed, digest
from calls.enums import QuestionKind
from calls.models import Question, Section, Term

# Prefixes of what goes with an answer: the digest of what the page showed; and, when another author changed the same
# answer, the digest of their text and the choice between both.
BASE, SEEN, CHOICE = "base-", "vu-", "choix-"
MINE, THEIRS = "mien", "autre"
LARGEST_NUMBER = Decimal(999_999_999)
SHORTEST_ESSAY = 1000  # characters: beyond, a taller box


class WholeNumberField(FrenchDecimalField):
    """A number without decimals; written «1 250»."""

    example = "12"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(places=0, max_value=LARGEST_NUMBER, **kwargs)

    def to_python(self, value: object) -> int | None:  # type: ignore[override]  # a whole number is kept as one
        number = super().to_python(value)
        return None if number is None else int(number)


class InlineRadios(forms.RadioSelect):
    inline = True  # read by the field template


class YesNoField(forms.TypedChoiceField):
    """Oui ou non; nothing chosen is no answer."""

    widget = InlineRadios

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("oui", "Oui"), ("non", "Non")])
        super().__init__(coerce=lambda value: value == "oui", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "oui", False: "non"}.get(value, value)


class AnswersForm(PortalForm):
    """Answers of one section. A draft may leave anything blank: what is required is said by the labels and asked at
    the signature.
    """

    use_required_attribute = False

    def full_clean(self) -> None:
        required = [field for field in self.fields.values() if field.required]
        for field in required:
            field.required = False
        super().full_clean()
        for field in required:
            field.required = True

    def typed(self) -> dict[str, Typed]:
        """The valid answers sent, each with the digest that the page held; a question not sent is left alone.

        Where a conflict was shown: choosing one's own text says that the other was seen, choosing the other's leaves
        it, and choosing nothing leaves the conflict open.
        """
        self.full_clean()
        answers = {}
        for code, value in self.cleaned_data.items():
            choice = self.data.get(CHOICE + code)
            base = self.data.get(SEEN + code if choice == MINE else BASE + code)
            if base is not None and choice != THEIRS:
                answers[code] = Typed(stored(value), base)
        return answers


def stored(value: Any) -> Any:
    """A cleaned value as the database keeps it in JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value


def section_form(
    section: Section, answers: Mapping[str, Any], data: Any = None, *, only: str | None = None
) -> AnswersForm:
    """The form of a section over its live answers; `only` keeps one question (saving as one types)."""
    questions = [q for q in section.questions.all() if only is None or q.code == only]
    vocabularies = {q.vocabulary for q in questions if q.kind == QuestionKind.TERMS}
    terms = list(Term.objects.filter(vocabulary__in=vocabularies).in_use()) if vocabularies else []
    fields = {question.code: _field(question, terms) for question in questions}
    made = type("SectionForm", (AnswersForm,), fields)
    return made(data, initial={q.code: answers.get(q.code) for q in questions}, auto_id="reponse-%s")


def bases(section: Section, answers: Mapping[str, Any]) -> dict[str, str]:
    """What the page knows of each answer."""
    return {question.code: digest(answers.get(question.code)) for question in section.questions.all()}


def _field(question: Question, terms: list[Term]) -> forms.Field:
    said: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help_text,
        "required": question.required,
    }
    match question.kind:
        case QuestionKind.SHORT_TEXT:
            return PlainCharField(max_length=min(question.max_length, 500), **said)
        case QuestionKind.DATE:
            return forms.DateField(**said)
        case QuestionKind.NUMBER:
            return WholeNumberField(**said)
        case QuestionKind.YES_NO:
            return YesNoField(**said)
        case QuestionKind.TERMS:
            choices = [(term.code, term.label) for term in terms if term.vocabulary == question.vocabulary]
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        case _:
            return LongTextField(
                max_length=question.max_length, rows=8 if question.max_length > SHORTEST_ESSAY else 4, **said
            )
