"""The canonical content of a fiche: the one text that is hashed, signed, deposited, read and printed."""

import hashlib
from typing import Any

from django.db.models import Prefetch

from applications.models import Application, SectionAnswers
from calls.conditions import asked
from calls.enums import QuestionKind
from calls.models import Question, Section, Term
from records.journal import canonical
from regions.content import tables_content
from regions.models import RegionalProject

FORMAT = 1


def canonical_content(application: Application) -> dict[str, Any]:
    """Everything the pair binds itself to, with the labels that a reader needs, and nothing that others may change.

    An establishment's confirmation is left out: it comes from a third party and must not undo a signature. So is the
    answer to a question that others no longer call for: nobody sees it while signing.
    """
    projects = RegionalProject.objects.select_related("call__rule", "region", "ars", "aract", "previous__call")
    project = projects.get(pk=application.project_id)
    previous = project.previous
    return {
        "format": FORMAT,
        "call": {"title": project.call.title, "reference": project.call.reference},
        "region": {"code": project.region.code, "name": project.region.name},
        "project": {
            "title": project.title,
            "ars": project.ars.name,
            "aract": project.aract.name,
            "previous": None if previous is None else f"{previous.title} ({previous.call.title})",
        },
        "sections": _sections(application, project),
        **tables_content(project),
    }


def hash_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def content_hash(application: Application) -> str:
    """SHA-256 of the canonical content as it now stands in the database."""
    return hash_of(canonical_content(application))


def answers_of(application: Application) -> dict[str, Any]:
    """The answers of all the sections; a questionnaire has no code twice."""
    kept = SectionAnswers.objects.filter(application=application).values_list("answers", flat=True)
    return {code: value for answers in kept for code, value in answers.items()}


def _sections(application: Application, project: RegionalProject) -> list[dict[str, Any]]:
    questions = Prefetch("questions", queryset=Question.objects.order_by("position", "pk"))
    of_call = Section.objects.filter(questionnaire=project.call.questionnaire_id).order_by("number")
    sections = list(of_call.prefetch_related(questions))
    answered = answers_of(application)
    called_for = {q.pk for q in asked([q for s in sections for q in s.questions.all()], answered)}
    vocabularies = {q.vocabulary for s in sections for q in s.questions.all() if q.kind == QuestionKind.TERMS}
    labels = {
        (vocabulary, code): label
        for vocabulary, code, label in Term.objects.filter(vocabulary__in=vocabularies).values_list(
            "vocabulary", "code", "label"
        )
    }
    return [
        {
            "number": section.number,
            "title": section.title,
            "kind": section.kind,
            "answers": [
                _answer(q, answered.get(q.code), labels) for q in section.questions.all() if q.pk in called_for
            ],
        }
        for section in sections
    ]


def _answer(question: Question, value: Any, labels: dict[tuple[str, str], str]) -> dict[str, Any]:
    if question.kind == QuestionKind.TERMS:
        value = [{"code": code, "label": labels.get((question.vocabulary, code), code)} for code in value or []]
    return {
        "code": question.code,
        "label": question.label,
        "kind": question.kind,
        "required": question.required,
        "value": value,
    }
