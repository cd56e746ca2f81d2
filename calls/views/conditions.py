"""When a section or a question is asked, and in which order: the pages of conditions, the buttons that move."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from calls import studio as deeds
from calls.forms.condition import condition_form, tests_for
from calls.kinds import TermLists
from calls.models import Question, Questionnaire, Section
from calls.permissions import may_prepare_calls
from calls.studio import place_of
from calls.terms import terms_of
from calls.views.studio import Row, answer, form_page, seen_question, seen_questionnaire, seen_section
from core.rows import RowsForm
from core.verdicts import OutOfTurn, Refused, ensure


def section_condition(request: HatRequest, questionnaire_pk: int, section_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    section = seen_section(request, questionnaire, section_pk)
    return answer_condition(request, questionnaire, section, str(section))


def question_condition(request: HatRequest, questionnaire_pk: int, question_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    question = seen_question(request, questionnaire, question_pk)
    return answer_condition(request, questionnaire, question, question.label)


def answer_condition(request: HatRequest, questionnaire: Questionnaire, row: Row, title: str) -> HttpResponse:
    before = list(asked_before(questionnaire, row))
    terms = terms_of(before)

    def make_form(data: Any, _: Any) -> RowsForm:
        vars(row).pop("clause", None)  # read again, once the row is locked
        return condition_form(row.clause, before, terms, data)

    return answer(
        request,
        questionnaire,
        row,
        make_form,
        page=form_page(
            questionnaire,
            title,
            "Enregistrer la condition",
            row,
            intro=introduction(row, before),
            context={"known": choices_of(before, terms)},
        ),
        deed=lambda form: deeds.edit_condition(row, form.condition(), by=request.hat),
        said="La condition est enregistrée.",
    )


def introduction(row: Row, before: list[Question]) -> str:
    what = "section" if isinstance(row, Section) else "question"
    if not before:
        return f"Rien n'est demandé avant cette {what} : elle est toujours posée."
    return (
        f"Sans test, la {what} est toujours posée. Un test porte sur la réponse à une question posée avant elle ; les "
        "lignes d'un même groupe se lisent ensemble, à l'inverse du reste : l'une au moins si tous les tests comptent."
    )


def choices_of(before: list[Question], terms: TermLists) -> dict[str, Any]:
    """What the script offers for each question: the tests that suit it, and its answers."""
    return {
        one.code: {
            "tests": [str(test) for test in tests_for(one.asks)],
            "words": list(one.asks.sayable(terms).values()),
        }
        for one in before
    }


def asked_before(questionnaire: Questionnaire, row: Row) -> Iterator[Question]:
    """The questions that stand before a section or a question, each with its section."""
    for section in questionnaire.sections.order_by("number").prefetch_related("questions"):
        if section == row:
            return
        for question in section.questions.all():
            if question == row:
                return
            yield question


@require_POST
def move_section(request: HatRequest, questionnaire_pk: int, section_pk: int) -> HttpResponse:
    ensure(may_prepare_calls(request.hat))
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    section = seen_section(request, questionnaire, section_pk)
    _, _, before = request.POST.get("vers", "").partition(":")

    def move() -> None:
        deeds.move_section(section, before=target(questionnaire.sections.all(), before), by=request.hat)

    return moved(request, section, move)


@require_POST
def move_question(request: HatRequest, questionnaire_pk: int, question_pk: int) -> HttpResponse:
    ensure(may_prepare_calls(request.hat))
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    question = seen_question(request, questionnaire, question_pk)
    to, _, before = request.POST.get("vers", "").partition(":")

    def move() -> None:
        section = target(questionnaire.sections.all(), to) or question.section
        deeds.move_question(question, to=section, before=target(section.questions.all(), before), by=request.hat)

    return moved(request, question, move)


def target(rows: Any, key: str) -> Any:
    """The row that something goes before; None for the end."""
    if not key:
        return None
    row = {str(row.pk): row for row in rows}.get(key)
    if row is None:
        raise OutOfTurn(deeds.MOVED)
    return row


def moved(request: HatRequest, row: Row, move: Callable[[], None]) -> HttpResponse:
    try:
        move()
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect(place_of(row))
