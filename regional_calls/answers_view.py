"""An expression as people read it: its author before handing in, the pair afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from calls.answers import worded
from calls.conditions import asked
from calls.enums import QuestionKind
from calls.models import Question, Section, Term


@dataclass(frozen=True)
class ExpressionAnswer:
    """A question and its answer: a text kept as typed, with light marks if `rich`, or the labels chosen in a list."""

    code: str
    label: str
    text: str
    labels: list[str] = field(default_factory=list)
    rich: bool = False

    @property
    def blank(self) -> bool:
        return not self.text.strip() and not self.labels


@dataclass(frozen=True)
class ReadSection:
    number: int
    title: str
    answers: list[ExpressionAnswer]


class Reader:
    """Words the answers of a questionnaire; one query for the labels of its lists, however many expressions."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self.sections = list(sections)
        self.questions = [question for section in self.sections for question in section.questions.all()]
        vocabularies = {question.vocabulary for question in self.questions if question.kind == QuestionKind.TERMS}
        rows = Term.objects.filter(vocabulary__in=vocabularies).values_list("vocabulary", "code", "label")
        self.labels = {(vocabulary, code): label for vocabulary, code, label in rows}

    def row(self, answers: Mapping[str, Any]) -> list[ExpressionAnswer]:
        """An answer for each question, blank for those that were not asked."""
        called_for = {question.pk for question in asked(self.questions, answers)}
        return [self.answer(question, answers if question.pk in called_for else {}) for question in self.questions]

    def answer(self, question: Question, answers: Mapping[str, Any]) -> ExpressionAnswer:
        value = answers.get(question.code)
        if question.kind == QuestionKind.TERMS:
            chosen = [self.labels.get((question.vocabulary, code), code) for code in value or []]
            return ExpressionAnswer(question.code, question.label, "", chosen)
        rich = question.kind == QuestionKind.LONG_TEXT
        return ExpressionAnswer(question.code, question.label, worded(value, question.kind), rich=rich)

    def read(self, answers: Mapping[str, Any]) -> list[ReadSection]:
        called_for = asked(self.questions, answers)
        return [
            ReadSection(
                section.number,
                section.title,
                [self.answer(question, answers) for question in called_for if question.section_id == section.pk],
            )
            for section in self.sections
        ]
