"""What the pair adds to its call: themes, documents, answers to the public's questions."""

from functools import partial

from django.http import HttpResponse
from django.utils import timezone

from accounts.middleware import HatRequest
from calls.views import answering
from core.form_page import answer_form
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone
from regional_calls import preparing
from regional_calls.forms.call import RegionalDocumentForm, ThemeForm
from regional_calls.models import RegionalCall, RegionalDocument, RegionalQuestion, RegionalTheme
from regional_calls.permissions import may_edit_regional_call, may_run_regional_call
from regional_calls.public_questions import DESK
from regional_calls.views.finding import call_of, form_page, to_call


def add_theme(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    return theme_page(request, call, None, "Ajouter un thème")


def edit_theme(request: HatRequest, project_pk: int, regional_call_pk: int, regional_theme_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    theme = theme_of(call, regional_theme_pk)
    return theme_page(request, call, theme, f"Modifier le thème « {theme} »")


def theme_page(request: HatRequest, call: RegionalCall, theme: RegionalTheme | None, title: str) -> HttpResponse:
    return answer_form(
        request,
        lambda data, _: ThemeForm(data, project=call.project, theme=theme),
        page=form_page(call, title, "Enregistrer le thème"),
        right=may_edit_regional_call(request.hat, call),
        edits=theme,
        under=call,
        last_edit=last_edit(theme or call),
        refusal_at="label",
        deed=lambda form: preparing.write_theme(call, theme=theme, **form.cleaned_data, by=request.hat),
        done=lambda _: to_call(request, call, "Le thème est enregistré.", "themes"),
    )


def theme_of(call: RegionalCall, pk: int) -> RegionalTheme:
    theme = row_or_gone(call.themes.select_related("term"), pk, regional_call=call.pk)
    theme.call = call
    return theme


def remove_theme(request: HatRequest, project_pk: int, regional_call_pk: int, regional_theme_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    theme = theme_of(call, regional_theme_pk)
    return ask_to_remove(
        request,
        form_page(
            call,
            f"Retirer le thème « {theme} » ?",
            "Retirer le thème",
            keep="Garder le thème",
            consequences=["Le thème et sa définition quittent l'appel."],
        ),
        right=may_edit_regional_call(request.hat, call),
        deed=lambda: preparing.remove_theme(theme, by=request.hat, now=timezone.now()),
        done=f"« {theme} » est retiré de l'appel.",
        to=("regional_calls:call", call.project_id, call.pk),
    )


def add_document(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    return answer_form(
        request,
        RegionalDocumentForm,
        page=form_page(call, "Joindre un document", "Joindre le document", intro="Il est public avec l'appel."),
        right=may_run_regional_call(request.hat, call),
        refusal_at="file",
        deed=lambda form: preparing.add_document(
            call, title=form.cleaned_data["title"], upload=form.cleaned_data["file"], by=request.hat
        ),
        done=lambda _: to_call(request, call, "Le document est joint à l'appel.", "documents"),
    )


def remove_document(
    request: HatRequest, project_pk: int, regional_call_pk: int, regional_document_pk: int
) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    rows = RegionalDocument.objects.filter(call=call)
    piece = row_or_gone(rows, regional_document_pk, regional_call=call.pk)
    piece.call = call
    return ask_to_remove(
        request,
        form_page(
            call,
            f"Retirer le document « {piece} » ?",
            "Retirer le document",
            keep="Garder le document",
            consequences=["Le document n'est plus joint à l'appel."],
        ),
        right=may_edit_regional_call(request.hat, call),
        deed=lambda: preparing.remove_document(piece, by=request.hat, now=timezone.now()),
        done=f"« {piece} » est retiré de l'appel.",
        to=("regional_calls:call", call.project_id, call.pk),
    )


def answering_of(
    request: HatRequest, project_pk: int, regional_call_pk: int, regional_question_pk: int
) -> answering.Answering:
    call = call_of(request, project_pk, regional_call_pk)
    question = row_or_gone(RegionalQuestion.objects.filter(call=call), regional_question_pk, regional_call=call.pk)
    question.call = call

    key = (project_pk, regional_call_pk, regional_question_pk)
    right = may_run_regional_call(request.hat, call)
    to = ("regional_calls:call", *key[:2])
    return answering.Answering(DESK, question, right, partial(form_page, call), "regional_calls", key, to)


def answer_question(request: HatRequest, **keys: int) -> HttpResponse:
    return answering.answer_question(request, answering_of(request, **keys))


def take_back_answer(request: HatRequest, **keys: int) -> HttpResponse:
    return answering.take_back_answer(request, answering_of(request, **keys))


def set_question_aside(request: HatRequest, **keys: int) -> HttpResponse:
    return answering.set_question_aside(request, answering_of(request, **keys))
