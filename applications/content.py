"""What a fiche says, section by section: the one text that is hashed, signed, deposited, read and printed.

A section's content holds its questions with their answers, and its table, in the words that stood when the section was
last written: an establishment renamed or a term reworded since changes nothing (case 53).
"""

from typing import Any

from applications.annexes import annexes_code, annexes_of
from applications.hashing import FORMAT
from applications.models import Application
from calls.answers import lacking
from calls.enums import SectionKind
from calls.kinds import TermLists
from calls.models import Question, Section
from calls.terms import terms_of
from regions.content import table_content
from regions.models import RegionalProject


def heading_of(project: RegionalProject) -> dict[str, Any]:
    """What the fiche says before its sections: the call, the region, the project and its parties."""
    previous = project.previous
    return {
        "call": {"title": project.call.title, "reference": project.call.reference},
        "region": {"code": project.region.code, "name": project.region.name},
        "project": {
            "title": project.title,
            "ars": project.ars.name,
            "aract": project.aract.name,
            "previous": None if previous is None else f"{previous.title} ({previous.call.title})",
        },
    }


def section_content(
    section: Section, questions: list[Question], answers: dict[str, Any], table: Any, *, void: bool = False
) -> dict[str, Any]:
    """A section as it reads now, `questions` being those that its answers call for: nobody signs what they do not see.

    Its annexes come last, if there are any. `table` is None where the section holds questions alone, or is `void`,
    «sans objet». An establishment's confirmation
    is left out: it comes from a third party and must not undo a signature.
    """
    terms = terms_of(questions)
    annexes = [] if void or not answers.get(annexes_code(section)) else [annexes_of(section)]
    return {
        "code": section.code,
        "number": section.number,
        "title": section.title,
        "kind": section.kind,
        "answers": [_answer(question, answers.get(question.code), terms) for question in [*questions, *annexes]],
        "table": None if void else table,
        **({"void": True} if void else {}),
    }


def table_of(section: Section, project: RegionalProject) -> Any:
    return None if section.kind == SectionKind.QUESTIONS else table_content(SectionKind(section.kind), project)


def _answer(question: Question, value: Any, terms: TermLists) -> dict[str, Any]:
    """A question and its answer; what is not as for most questions is said, so that others read as they always did."""
    lacks = [] if question.asks.is_blank(value) else lacking(question, value)
    return {
        "code": question.code,
        "label": question.label,
        "kind": question.kind,
        "required": question.required,
        "value": question.asks.canonical(value, terms),
        **({"lacks": lacks} if lacks else {}),
        **({} if question.for_reviewers else {"for_reviewers": False}),
        **({"personal": True} if question.personal else {}),
    }


def whole(heading: dict[str, Any], sections: list[dict[str, Any]]) -> dict[str, Any]:
    """The fiche as one document: what a deposit keeps."""
    return {"format": FORMAT, **heading, "sections": sections}


def fiche_content(application: Application) -> dict[str, Any]:
    """The fiche as it is sealed now, section by section; one query."""
    rows = application.sections.order_by("section__number").values_list("content", flat=True)
    return whole(application.heading, list(rows))


def answers_of(application: Application) -> dict[str, Any]:
    """The answers of all the sections; a questionnaire has no code twice."""
    kept = application.sections.values_list("answers", flat=True)
    return {code: value for answers in kept for code, value in answers.items()}


def table_in(content: dict[str, Any], kind: str) -> Any:
    """The table of one kind in a whole fiche; None when its questionnaire has no section for it."""
    return next((section["table"] for section in content["sections"] if section["kind"] == kind), None)
