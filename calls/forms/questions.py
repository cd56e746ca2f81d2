"""The fields that a questionnaire's questions become."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from calls.conditions import wordings
from calls.enums import QuestionKind
from calls.models import Question, Term
from core.inputs import DayField, PlainCharField, RichTextField, WholeNumberField

SHORTEST_ESSAY = 1000  # characters: beyond, a taller box


class InlineRadios(forms.RadioSelect):
    inline = True  # read by the field template


class YesNoField(forms.TypedChoiceField):
    """Oui ou non; nothing chosen is no answer."""

    widget = InlineRadios

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("oui", "Oui"), ("non", "Non")])
        super().__init__(coerce=lambda value: value in {"oui", True}, empty_value=None, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.prepare_value(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: "oui", False: "non"}.get(value, value)


def question_fields(questions: Iterable[Question]) -> dict[str, forms.Field]:
    """{question code: its field}, in one query at most."""
    questions = list(questions)
    vocabularies = {question.vocabulary for question in questions if question.kind == QuestionKind.TERMS}
    terms = list(Term.objects.filter(vocabulary__in=vocabularies).in_use()) if vocabularies else []
    when = wordings(questions, terms)
    fields = {}
    for question in questions:
        field = fields[question.code] = question_field(question, terms)
        if question.code in when:
            # Read by the page, whose script hides the question meanwhile; without it, the sentence says when to answer.
            vars(field).update(shown_if=question.shown_if, shown_answers=question.shown_answers)
            field.help_text = f"{when[question.code]} {question.help_text}".strip()
    return fields


def question_field(question: Question, terms: list[Term]) -> forms.Field:
    said: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help_text,
        "required": question.required,
    }
    match question.kind:
        case QuestionKind.SHORT_TEXT:
            return PlainCharField(max_length=min(question.max_length, 500), **said)
        case QuestionKind.DATE:
            return DayField(first=date(1900, 1, 1), **said)
        case QuestionKind.NUMBER:
            return WholeNumberField(**said)
        case QuestionKind.YES_NO:
            return YesNoField(**said)
        case QuestionKind.TERMS:
            choices = [(term.code, term.label) for term in terms if term.vocabulary == question.vocabulary]
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        case _:
            return RichTextField(
                max_length=question.max_length, rows=8 if question.max_length > SHORTEST_ESSAY else 4, **said
            )
