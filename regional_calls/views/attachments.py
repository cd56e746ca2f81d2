"""What the pair adds to its call: themes, documents, answers to the public's questions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from core.verdicts import Refused, ensure
from regional_calls import preparing, public_questions
from regional_calls.forms.call import QuestionAnswerForm, RegionalDocumentForm, ThemeForm
from regional_calls.models import RegionalCall, RegionalTheme
from regional_calls.permissions import may_edit_regional_call, may_run_regional_call
from regional_calls.views.calls import editing
from regional_calls.views.finding import call_of, page_of, to_call


@editing
def add_theme(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    return theme_page(request, call_of(request, project_pk, regional_call_pk), None)


@editing
def edit_theme(request: HatRequest, project_pk: int, regional_call_pk: int, regional_theme_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    return theme_page(request, call, get_object_or_404(call.themes.all(), pk=regional_theme_pk))


def theme_page(request: HatRequest, call: RegionalCall, theme: RegionalTheme | None) -> HttpResponse:
    ensure(may_edit_regional_call(request.hat, call))
    form = ThemeForm(request.POST or None, project=call.project, theme=theme)
    if request.method == "POST" and form.is_valid():
        try:
            preparing.write_theme(call, theme=theme, **form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error("label", refusal.reason)
        else:
            messages.success(request, "Le thème est enregistré.")
            return to_call(call, "themes")
    return render(request, "regional_calls/theme.html", page_of(call, form=form, theme=theme))


@require_POST
def remove_theme(request: HatRequest, project_pk: int, regional_call_pk: int, regional_theme_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    theme = get_object_or_404(call.themes.all(), pk=regional_theme_pk)
    theme.call = call
    with refusals_told(request):
        preparing.remove_theme(theme, by=request.hat)
        messages.success(request, f"« {theme} » est retiré de l'appel.")
    return to_call(call, "themes")


@editing
def add_document(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    ensure(may_run_regional_call(request.hat, call))
    form = RegionalDocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            preparing.add_document(
                call, title=form.cleaned_data["title"], upload=form.cleaned_data["file"], by=request.hat
            )
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            messages.success(request, "Le document est joint à l'appel.")
            return to_call(call, "documents")
    return render(request, "regional_calls/add_document.html", page_of(call, form=form))


@require_POST
def remove_document(
    request: HatRequest, project_pk: int, regional_call_pk: int, regional_document_pk: int
) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    piece = get_object_or_404(call.documents.all(), pk=regional_document_pk)
    piece.call = call
    with refusals_told(request):
        preparing.remove_document(piece, by=request.hat)
        messages.success(request, f"« {piece} » est retiré de l'appel.")
    return to_call(call, "documents")


@editing
def answer_question(
    request: HatRequest, project_pk: int, regional_call_pk: int, regional_question_pk: int
) -> HttpResponse:
    """Reword, answer, publish; or set the question aside."""
    call = call_of(request, project_pk, regional_call_pk)
    ensure(may_run_regional_call(request.hat, call))
    question = get_object_or_404(call.questions.filter(set_aside_at=None), pk=regional_question_pk)
    question.call = call
    shown = {"wording": question.wording or question.text, "answer": question.answer}
    form = QuestionAnswerForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            public_questions.answer(question, **form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "La question et sa réponse sont publiées.")
            return to_call(call, "questions")
    return render(request, "regional_calls/answer_question.html", page_of(call, form=form, question=question))


@require_POST
def set_question_aside(
    request: HatRequest, project_pk: int, regional_call_pk: int, regional_question_pk: int
) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    question = get_object_or_404(call.questions.all(), pk=regional_question_pk)
    question.call = call
    with refusals_told(request):
        public_questions.set_aside(question, by=request.hat)
        messages.success(request, "La question est écartée : elle ne sera pas publiée.")
    return to_call(call, "questions")
