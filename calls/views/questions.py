"""What anybody asks about a national call, what is answered, and the secretaries' desk."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from accounts.views.limits import ensure_allowed
from calls.forms.asking import NamedQuestionForm
from calls.forms.filtering import AskedFilters
from calls.models import Call, CallQuestion
from calls.permissions import may_answer_questions
from calls.questions_desk import DESK, takes_questions
from calls.views import answering
from core.form_page import FormPage, answer_form, redirect_saying
from core.list_page import ListPage, Nothing, show_list
from records.views.removing import row_or_gone


def crumbs_of(call: Call) -> list[tuple[str, str]]:
    return [("Appels à projets", reverse("calls:calls")), (call.title, call.get_absolute_url())]


def ask_page(call: Call) -> FormPage:
    return FormPage(
        "Poser une question",
        "Envoyer la question",
        call.get_absolute_url(),
        crumbs=crumbs_of(call),
        intro=f"Sur l'appel « {call.title} ». Le secrétariat de la DGOS et de l'Anact vous répond par courriel. "
        "Votre nom et votre adresse ne servent qu'à vous répondre.",
    )


@login_not_required
def ask_question(request: HatRequest, slug: str) -> HttpResponse:
    """Anybody asks; who is signed in finds their name and address written."""
    call = get_object_or_404(Call.objects.published(), slug=slug)
    person = request.user if request.user.is_authenticated else None
    known = {"name": person.full_name, "email": person.email} if person else {}

    def deed(form: NamedQuestionForm) -> CallQuestion:
        ensure_allowed(request, "calls.question", form.cleaned_data["email"])
        asked: CallQuestion = DESK.ask(call, **form.cleaned_data)
        return asked

    return answer_form(
        request,
        lambda data, _: NamedQuestionForm(data, initial=known),
        page=ask_page(call),
        turn=lambda: DESK.ensure_takes(call, timezone.now()),
        deed=deed,
        done=lambda asked: redirect_saying(
            request,
            "Votre question est transmise. La réponse vous sera envoyée"
            + (", puis publiée ici." if asked.publishable else "."),
            call.get_absolute_url(),
        ),
    )


QUESTIONS = ListPage(
    "calls/questions.html",
    "Questions et réponses",
    counted="question",
    nothing=Nothing("Aucune question n'a encore de réponse publiée", "Chacun peut en poser une."),
)


@login_not_required
@require_safe
def questions(request: HatRequest, slug: str) -> HttpResponse:
    """The answers published; for secretaries, what waits as well."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    answers = may_answer_questions(request.hat, call)
    at_the_desk = bool(answers or answers.out_of_turn)
    rows = call.questions.order_by("answered_at", "asked_at", "pk")
    form = AskedFilters(request.GET, desk=at_the_desk)
    nothing = Nothing("Aucune question", "Chacun peut en poser depuis la page publique de l'appel.")
    return show_list(
        request,
        form.narrow(rows if at_the_desk else rows.published()),
        replace(QUESTIONS, crumbs=crumbs_of(call), nothing=nothing if at_the_desk else QUESTIONS.nothing),
        form=form,
        call=call,
        may_answer=answers,
        at_the_desk=at_the_desk,
        takes_questions=takes_questions(call, timezone.now()),
    )


def answering_of(request: HatRequest, slug: str, question_pk: int) -> answering.Answering:
    """A question, for who may see that it was asked."""
    call = get_object_or_404(Call.objects.visible_to(request.hat).published(), slug=slug)
    question = row_or_gone(CallQuestion.objects.filter(call=call), question_pk, call=call.pk)
    question.call = call
    listed = reverse("calls:questions", args=[slug])

    def page(title: str, submit: str, **around: object) -> FormPage:
        crumbs = [*crumbs_of(call), (QUESTIONS.title, listed)]
        return FormPage(title, submit, listed, crumbs=crumbs, **around)  # type: ignore[arg-type]

    right = may_answer_questions(request.hat, call)
    return answering.Answering(DESK, question, right, page, "calls", (slug, question_pk), ("calls:questions", slug))


def answer_question(request: HatRequest, slug: str, question_pk: int) -> HttpResponse:
    return answering.answer_question(request, answering_of(request, slug, question_pk))


def take_back_answer(request: HatRequest, slug: str, question_pk: int) -> HttpResponse:
    return answering.take_back_answer(request, answering_of(request, slug, question_pk))


def set_question_aside(request: HatRequest, slug: str, question_pk: int) -> HttpResponse:
    return answering.set_question_aside(request, answering_of(request, slug, question_pk))
