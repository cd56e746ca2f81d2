"""An expression as people read it: its author before handing in, the pair afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from calls.conditions import asked, is_void
from calls.kinds import ReadAnswer, named
from calls.models import Question, Section
from calls.terms import terms_of


@dataclass(frozen=True)
class ExpressionAnswer:
    """A question and its answer, in the words that stand now (`canonical`, of its `kind`)."""

    question: Question
    canonical: Any

    @property
    def label(self) -> str:
        return self.question.label

    @property
    def reading(self) -> ReadAnswer:
        return named(self.question.kind).read(self.canonical)

    @property
    def cell(self) -> Any:
        return named(self.question.kind).cell(self.canonical)

    @property
    def sealed(self) -> dict[str, Any]:
        question = self.question
        return {"code": question.code, "label": question.label, "kind": question.kind, "value": self.canonical}


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
        self.terms = terms_of(self.questions)

    def row(self, answers: Mapping[str, Any]) -> list[ExpressionAnswer]:
        """An answer for each question, blank for those that were not asked."""
        called_for = {question.pk for question in asked(self.questions, answers)}
        return [self.answer(question, answers if question.pk in called_for else {}) for question in self.questions]

    def answer(self, question: Question, answers: Mapping[str, Any]) -> ExpressionAnswer:
        return ExpressionAnswer(question, question.asks.canonical(answers.get(question.code), self.terms))

    def read(self, answers: Mapping[str, Any]) -> list[ReadSection]:
        called_for = asked(self.questions, answers)
        return [
            ReadSection(
                section.number,
                section.title,
                [self.answer(question, answers) for question in called_for if question.section_id == section.pk],
            )
            for section in self.sections
            if not is_void(section, called_for, answers)
        ]
