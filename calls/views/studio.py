"""The studio: a questionnaire in outline, its sections and questions written, moved and removed in pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from calls import studio as deeds
from calls.forms.studio import (
    AddQuestionForm,
    EditQuestionForm,
    EditSectionForm,
    lists_of,
)
from calls.kinds import named
from calls.models import Call, Question, Questionnaire, Section
from calls.outline import fault_url, outline
from calls.permissions import may_edit_questionnaire, may_prepare_calls
from calls.reference.loading import MODELS
from calls.studio import key_of, place_of
from core.form_page import FormPage, answer_form, redirect_saying
from core.forms import PortalForm
from core.verdicts import ensure
from core.wording import listed
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone

Row = Section | Question


def seen_questionnaire(request: HatRequest, pk: int) -> Questionnaire:
    """For who may prepare calls; what is sent by who no longer may comes back in its form (case 54)."""
    if request.method != "POST":
        ensure(may_prepare_calls(request.hat))
    return get_object_or_404(Questionnaire, pk=pk)


def seen_section(request: HatRequest, questionnaire: Questionnaire, pk: int) -> Section:
    rows = questionnaire.sections.select_related("questionnaire")
    section: Section = seen_row(request, rows, pk, questionnaire)
    return section


def seen_question(request: HatRequest, questionnaire: Questionnaire, pk: int) -> Question:
    rows = Question.objects.filter(section__questionnaire=questionnaire).select_related("section__questionnaire")
    question: Question = seen_row(request, rows, pk, questionnaire)
    return question


def seen_row(request: HatRequest, rows: Any, pk: int, questionnaire: Questionnaire) -> Any:
    """Who removed it is told to who may prepare calls alone."""
    if not may_prepare_calls(request.hat):
        return get_object_or_404(rows, pk=pk)
    return row_or_gone(rows, pk, questionnaire=questionnaire.pk)


@dataclass(frozen=True)
class Setting:
    """The call that a questionnaire is of, or whose next revision it is; and the others in preparation that ask it."""

    call: Call | None
    next_revision: bool
    others: list[Call]
    model: bool

    @property
    def back(self) -> tuple[str, str]:
        """(words, address) of the page of the call that leads here."""
        if self.call is None:
            return "Appels à projets", reverse("calls:calls")
        if self.next_revision:
            return "Relire la révision", reverse("calls:revise", args=[self.call.slug])
        return "Préparation de l'appel", reverse("calls:prepare", args=[self.call.slug])


def around(questionnaire: Questionnaire) -> Setting:
    using = Call.objects.filter(questionnaire__code=questionnaire.code)
    calls = list(using.order_by("-questionnaire__revision", "-pk"))
    asking = [call for call in calls if call.questionnaire_id == questionnaire.pk]
    ahead = not asking and questionnaire.frozen_at is None
    call = next(iter(asking or calls), None)
    drafts = [one for one in asking if one.published_at is None]
    return Setting(call, ahead and call is not None, drafts[1:], questionnaire.code in MODELS)


def studio_context(questionnaire: Questionnaire, row: Row | None = None) -> dict[str, Any]:
    """What stands around what is edited: the outline, where each fault is put right, and the way back."""
    where = around(questionnaire)
    drawn = outline(questionnaire)
    return {
        "questionnaire": questionnaire,
        "around": where,
        "call": where.call,
        "outline": drawn,
        "faults": [(fault, fault_url(questionnaire, fault)) for fault in drawn.faults],
        "current": key_of(row) if row is not None else "",
        "current_section": row.section_id if isinstance(row, Question) else row.pk if row else None,
        "own_faults": [fault for fault in drawn.faults if row is not None and fault.row == row],
    }


@require_safe
def studio(request: HatRequest, questionnaire_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    context = studio_context(questionnaire) | {"may_edit": may_edit_questionnaire(request.hat, questionnaire)}
    return render(request, "calls/studio.html", context)


def form_page(
    questionnaire: Questionnaire, title: str, submit: str, row: Row | None = None, **more: Any
) -> Callable[[PortalForm], FormPage]:
    """A form beside the outline; drawn only when it is shown."""
    context = more.pop("context", {})

    def page(_: PortalForm) -> FormPage:
        back = place_of(row) if row is not None and row.pk else reverse("calls:studio", args=[questionnaire.pk])
        parts = list(parts_of(row)) if row is not None else []
        shown = studio_context(questionnaire, row) | {"parts": parts} | context
        return FormPage(title, submit, back, template="calls/studio_form.html", context=shown, **more)

    return page


def parts_of(row: Row) -> Iterator[tuple[str, str]]:
    """(label, address) of the pages that write a section or a question."""
    questionnaire = deeds.questionnaire_of(row)
    start = [questionnaire.pk, row.pk]
    if isinstance(row, Section):
        yield "Section", reverse("calls:edit_section", args=start)
        yield "Condition", reverse("calls:section_condition", args=start)
        return
    yield "Question", reverse("calls:edit_question", args=start)
    kind = named(row.kind)
    if kind.settings_fields():
        yield "Réponse attendue", reverse("calls:edit_answer", args=start)
    for name, field in list(lists_of(kind).items())[1:]:
        yield str(field.label), reverse("calls:edit_list", args=[*start, name])
    yield "Condition", reverse("calls:question_condition", args=start)


def to_row(request: HatRequest, row: Row, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(place_of(row))


def answer(
    request: HatRequest,
    questionnaire: Questionnaire,
    row: Row,
    make_form: Callable[..., PortalForm],
    *,
    page: Callable[[PortalForm], FormPage],
    deed: Callable[[Any], Row],
    said: str,
) -> HttpResponse:
    """A form that edits a row of the questionnaire; done, one is back at its place in the outline."""
    return answer_form(
        request,
        make_form,
        page=page,
        right=may_edit_questionnaire(request.hat, questionnaire),
        under=questionnaire,
        edits=row,
        last_edit=last_edit(questionnaire, data__row=key_of(row)),
        deed=deed,
        done=lambda kept: to_row(request, kept, said),
    )


# — sections —


def add_section(request: HatRequest, questionnaire_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    return answer_form(
        request,
        lambda data, _: EditSectionForm(data),
        page=form_page(questionnaire, "Ajouter une section", "Ajouter la section"),
        right=may_edit_questionnaire(request.hat, questionnaire),
        deed=lambda form: deeds.add_section(questionnaire, form.cleaned_data, by=request.hat),
        done=lambda row: to_row(request, row, "La section est ajoutée."),
    )


def edit_section(request: HatRequest, questionnaire_pk: int, section_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    section = seen_section(request, questionnaire, section_pk)
    return answer(
        request,
        questionnaire,
        section,
        lambda data, _: EditSectionForm(data, initial=EditSectionForm.values_of(section)),
        page=form_page(questionnaire, str(section), "Enregistrer la section", section),
        deed=lambda form: deeds.edit_section(section, form.cleaned_data, by=request.hat),
        said="La section est enregistrée.",
    )


def remove_section(request: HatRequest, questionnaire_pk: int, section_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    section = seen_section(request, questionnaire, section_pk)
    labels = [f"« {question.label} »" for question in section.questions.all()]
    return answer_removal(
        request,
        questionnaire,
        section,
        [f"Ses questions partent avec elle : {listed(labels)}." if labels else "Elle ne pose aucune question."],
        lambda: deeds.remove_section(section, by=request.hat),
    )


# — questions —


def add_question(request: HatRequest, questionnaire_pk: int, section_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    section = seen_section(request, questionnaire, section_pk)
    page = form_page(
        questionnaire,
        "Ajouter une question",
        "Ajouter la question",
        section,
        again="Ajouter puis en saisir une autre",
        intro=f"Section {section}.",
        context={"parts": []},
    )
    return answer_form(
        request,
        lambda data, _: AddQuestionForm(data),
        page=page,
        right=may_edit_questionnaire(request.hat, questionnaire),
        deed=lambda form: deeds.add_question(section, form.cleaned_data, by=request.hat),
        done=lambda question: after_adding(request, question),
    )


def after_adding(request: HatRequest, question: Question) -> HttpResponse:
    """Another one, or what is expected of this one if its kind asks for a list, or back to the outline."""
    section = question.section
    if request.POST.get("encore"):
        said = f"« {question.label} » est ajoutée."
        return redirect_saying(request, said, "calls:add_question", section.questionnaire_id, section.pk)
    if lists_of(named(question.kind)):
        said = "La question est ajoutée : dites maintenant ce que l'on répond."
        return redirect_saying(request, said, "calls:edit_answer", section.questionnaire_id, question.pk)
    return to_row(request, question, "La question est ajoutée.")


def edit_question(request: HatRequest, questionnaire_pk: int, question_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    question = seen_question(request, questionnaire, question_pk)
    return answer(
        request,
        questionnaire,
        question,
        lambda data, _: EditQuestionForm(
            data, initial=EditQuestionForm.values_of(question), sections=questionnaire.sections.order_by("number")
        ),
        page=form_page(questionnaire, question.label, "Enregistrer la question", question),
        deed=lambda form: deeds.edit_question(question, form.cleaned_data, by=request.hat),
        said="La question est enregistrée.",
    )


def remove_question(request: HatRequest, questionnaire_pk: int, question_pk: int) -> HttpResponse:
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    question = seen_question(request, questionnaire, question_pk)
    waiting = [f"« {row} »" for row in dependents_of(question)]
    return answer_removal(
        request,
        questionnaire,
        question,
        [f"Une condition en dépend : {listed(waiting)}. Il faudra la reprendre."] if waiting else [],
        lambda: deeds.remove_question(question, by=request.hat),
    )


def dependents_of(question: Question) -> list[Row]:
    sections = list(question.section.questionnaire.sections.prefetch_related("questions"))
    rows: list[Row] = [*sections, *(one for section in sections for one in section.questions.all())]
    return [row for row in rows if question.code in row.clause.codes]


def answer_removal(
    request: HatRequest, questionnaire: Questionnaire, row: Row, consequences: list[str], deed: Any
) -> HttpResponse:
    what = "la section" if isinstance(row, Section) else "la question"
    page = FormPage(
        f"Retirer {what} « {row} » ?",
        f"Retirer {what}",
        place_of(row),
        crumbs=[("Questionnaire", reverse("calls:studio", args=[questionnaire.pk]))],
        keep=f"Garder {what}",
        consequences=consequences,
    )
    return ask_to_remove(
        request,
        page,
        right=may_edit_questionnaire(request.hat, questionnaire),
        deed=deed,
        done=f"« {row} » est retirée.",
        to=("calls:studio", questionnaire.pk),
    )
