"""How far an expression is, step by step, and what it lacks before it can be handed in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from calls.answers import is_blank, lacking
from calls.conditions import asked
from calls.models import Question, Section
from regional_calls.choosing import ExpressionStructure, structure_of
from regional_calls.enums import StepState
from regional_calls.models import Expression, RegionalCall

PROJECT_WORDS = {
    "title": "L'intitulé du projet numérique manque.",
    "theme": "Le thème n'est pas choisi.",
    "nature": "La nature du projet n'est pas choisie.",
    "maturity": "L'état d'avancement n'est pas choisi.",
    "work_question": "La question de travail n'est pas posée.",
    "contact_function": "La fonction du référent manque.",
}


@dataclass(frozen=True)
class Step:
    """A page of the expression: its URL name, its section's number if it has one, and what it lacks."""

    label: str
    url_name: str
    number: int | None = None
    started: bool = False
    missing: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def state(self) -> StepState:
        return StepState.COMPLETE if self.complete else StepState.STARTED if self.started else StepState.TO_START


def sections_of_call(call: RegionalCall) -> list[Section]:
    """The questionnaire's sections with their questions; two queries."""
    rows = Section.objects.filter(questionnaire=call.questionnaire_id)
    return list(rows.order_by("number").prefetch_related("questions"))


def sections_of(expression: Expression) -> list[Section]:
    return sections_of_call(expression.call)


def steps(expression: Expression, sections: Iterable[Section]) -> list[Step]:
    """The structure, its project, then the sections of the questionnaire."""
    structure = structure_of(expression)
    project: dict[str, Any] = expression.draft.get("project") or {}
    sections = list(sections)
    answers = expression.draft.get("answers") or {}
    called_for = asked([question for section in sections for question in section.questions.all()], answers)
    lacking = [text for name, text in PROJECT_WORDS.items() if is_blank(project.get(name))]
    return [
        Step(
            label="Votre structure",
            url_name="structure",
            started=structure is not None,
            missing=missing_of(structure),
        ),
        Step(label="Votre projet numérique", url_name="digital_project", started=bool(project), missing=lacking),
        *(section_step(section, called_for, answers) for section in sections),
    ]


def missing_of(structure: ExpressionStructure | None) -> list[str]:
    if structure is None:
        return ["La structure n'est pas choisie."]
    return [] if structure.address else ["L'adresse postale de la structure manque."]


def section_step(section: Section, called_for: list[Question], answers: dict[str, Any]) -> Step:
    questions = [question for question in called_for if question.section_id == section.pk]
    return Step(
        label=section.title,
        url_name="expression_section",
        number=section.number,
        started=any(not question.asks.is_blank(answers.get(question.code)) for question in questions),
        missing=[text for question in questions for text in lacking(question, answers.get(question.code))],
    )
