"""What is expected of an answer: the settings of a question's kind, of its lists and of its columns, in pages."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from accounts.middleware import HatRequest
from calls import studio as deeds
from calls.enums import QuestionKind
from calls.forms.studio import NATURE, lists_of, settings_form
from calls.kinds import Kind, named
from calls.kinds.columns import ColumnsField
from calls.models import Question, Questionnaire
from calls.views.studio import answer, form_page, seen_question, seen_questionnaire
from core.forms import PortalForm
from core.verdicts import OutOfTurn

ANOTHER_NATURE = (
    "Une autre personne vient de changer la nature de cette réponse : ces réglages n'y servent plus, rien n'est "
    "enregistré. Rouvrez la page pour lire les nouveaux."
)


def edit_answer(request: HatRequest, questionnaire_pk: int, question_pk: int) -> HttpResponse:
    """What is expected of the answer: the settings of its kind."""
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    question = seen_question(request, questionnaire, question_pk)
    return answer_settings(
        request, questionnaire, question, columns=columns_to_set(questionnaire, question), title=question.label
    )


def edit_list(request: HatRequest, questionnaire_pk: int, question_pk: int, setting: str) -> HttpResponse:
    """A second list of the settings of its kind: the fixed rows of a table."""
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    question = seen_question(request, questionnaire, question_pk)
    if setting not in lists_of(named(question.kind)):
        raise Http404("Ce réglage n'existe pas.")
    return answer_settings(request, questionnaire, question, only=setting, title=question.label)


def edit_column(request: HatRequest, questionnaire_pk: int, question_pk: int, column: str) -> HttpResponse:
    """What is expected in one column of a table or of a block."""
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    question = seen_question(request, questionnaire, question_pk)
    label, _, _ = in_column(question, column)
    return answer_settings(request, questionnaire, question, column=column, title=f"{question.label} : {label}")


def answer_settings(
    request: HatRequest,
    questionnaire: Questionnaire,
    question: Question,
    *,
    title: str,
    column: str = "",
    only: str = "",
    columns: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    def make_form(data: Any, _: Any) -> PortalForm:
        return form_of_settings(question, column, only, data)

    def deed(form: Any) -> Question:
        if form.of_kind.code != settings_now(question, column)[0].code:
            raise OutOfTurn(ANOTHER_NATURE)
        return deeds.edit_settings(question, form.settings(), column=column, by=request.hat)

    return answer(
        request,
        questionnaire,
        question,
        make_form,
        page=form_page(questionnaire, title, "Enregistrer la réponse attendue", question, context={"columns": columns}),
        deed=deed,
        said="La réponse attendue est enregistrée.",
    )


def settings_now(question: Question, column: str) -> tuple[type[Kind], dict[str, Any]]:
    return in_column(question, column)[1:] if column else (named(question.kind), question.settings)


def form_of_settings(question: Question, column: str, only: str, data: Any) -> PortalForm:
    """Of the kind that was seen, if another person changed it since: what was typed comes back in its fields."""
    kind, kept = settings_now(question, column)
    seen = data.get(NATURE, "") if data else ""
    if seen in QuestionKind.values and seen != kind.code:
        kind, kept = named(seen), {}
    if not kind.settings_fields():
        raise Http404("Rien ne se règle pour cette nature de question.")
    return settings_form(kind, kept, data, only=only, taken=deeds.published_codes(question))


def in_column(question: Question, code: str) -> tuple[str, type[Kind], dict[str, Any]]:
    """(heading, kind, settings) of a column."""
    for name in lists_of(named(question.kind)):
        for one in question.settings.get(name, []):
            if one["code"] == code and "kind" in one:
                own = {key: value for key, value in one.items() if key not in ColumnsField.OWN}
                return one["label"], named(one["kind"]), own
    raise Http404("Cette colonne n'existe pas.")


def columns_to_set(questionnaire: Questionnaire, question: Question) -> list[tuple[str, str]]:
    """(heading, address) of the columns whose kind has settings of its own."""
    return [
        (one["label"], reverse("calls:edit_column", args=[questionnaire.pk, question.pk, one["code"]]))
        for name in lists_of(named(question.kind))
        for one in question.settings.get(name, [])
        if "kind" in one and named(one["kind"]).settings_fields()
    ]
