"""What everyone reads of regional calls, how anyone asks, and how a structure gets its link."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from accounts.views.limits import ensure_allowed
from calls.forms.asking import QuestionForm
from calls.models import Section
from core.form_page import FormPage, answer_form, redirect_saying
from records import documents
from regional_calls import linking, public_questions
from regional_calls.calendar import standing
from regional_calls.enums import RegionalPhase
from regional_calls.forms.expression import LinkForm
from regional_calls.models import RegionalCall, RegionalDocument

PAGE = 20


def public_call_or_404(slug: str) -> RegionalCall:
    return get_object_or_404(RegionalCall.objects.published().with_parties(), slug=slug)


@login_not_required
@require_safe
def public_calls(request: HatRequest) -> HttpResponse:
    """Calls that take or will take answers, first to close first; then the others."""
    now = timezone.now()
    published = RegionalCall.objects.published().with_parties().prefetch_related("themes")
    current = published.filter(closes_at__gt=now).order_by("closes_at", "pk")
    past = published.filter(closes_at__lte=now).order_by("-closes_at", "pk")
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    context = {
        "current": [(call, standing(call, now)) for call in current[: PAGE * 2]],
        "page": page,
        "past": [(call, standing(call, now)) for call in page],
    }
    return render(request, "regional_calls/public_calls.html", context)


def public_context(call: RegionalCall, *, preview: bool = False) -> dict[str, Any]:
    now = timezone.now()
    where = standing(call, now)
    sections = Section.objects.filter(questionnaire=call.questionnaire_id).prefetch_related("questions")
    return {
        "call": call,
        "project": call.project,
        "standing": where,
        "themes": call.themes.all(),
        "documents": call.documents.select_related("document"),
        "questions": call.questions.published(),
        "sections": sections.order_by("number"),
        "takes_questions": public_questions.takes_questions(call, now),
        "answerable": where.phase == RegionalPhase.OPEN,
        "closed": where.phase in {RegionalPhase.SORTING, RegionalPhase.CONCLUDED},
        "preview": preview,
    }


@login_not_required
@require_safe
def public_call(request: HatRequest, regional_call_slug: str) -> HttpResponse:
    return render(request, "regional_calls/public_call.html", public_context(public_call_or_404(regional_call_slug)))


@login_not_required
@require_safe
def public_document(_request: HatRequest, regional_call_slug: str, regional_document_pk: int) -> HttpResponseBase:
    pieces = RegionalDocument.objects.exclude(call__published_at=None).select_related("document")
    piece = get_object_or_404(pieces, pk=regional_document_pk, call__slug=regional_call_slug)
    return documents.serve(piece.document)


def form_page(call: RegionalCall, title: str, submit: str, **around: Any) -> FormPage:
    """What stands around what the public types."""
    back = call.get_absolute_url()
    crumbs = [("Appels régionaux", reverse("regional_calls:public_calls")), (call.title, back)]
    return FormPage(title, submit, back, crumbs=crumbs, **around)


@login_not_required
def ask_question(request: HatRequest, regional_call_slug: str) -> HttpResponse:
    call = public_call_or_404(regional_call_slug)

    def deed(form: QuestionForm) -> None:
        ensure_allowed(request, "regional_calls.question", form.cleaned_data["email"])
        public_questions.ask(call, **form.cleaned_data)

    return answer_form(
        request,
        QuestionForm,
        page=form_page(
            call,
            "Poser une question",
            "Envoyer la question",
            intro=f"Sur l'appel « {call.title} ». L'ARS et l'Aract vous répondent par courriel, et publient la "
            "question et la réponse pour que toutes les structures aient la même information.",
        ),
        turn=lambda: public_questions.DESK.ensure_takes(call, timezone.now()),
        deed=deed,
        done=lambda _: redirect_saying(
            request,
            "Votre question est transmise à l'ARS et à l'Aract. La réponse vous sera envoyée, puis publiée ici.",
            call.get_absolute_url(),
        ),
    )


@login_not_required
def ask_link(request: HatRequest, regional_call_slug: str) -> HttpResponse:
    """Send the link that opens an expression. The page says the same of known and unknown addresses (case 44)."""
    call = public_call_or_404(regional_call_slug)
    now = standing(call, timezone.now())

    def deed(form: LinkForm) -> str:
        email: str = form.cleaned_data["email"].strip().lower()
        ensure_allowed(request, "regional_calls.link", email)
        linking.send_link(call, email=email)
        return email

    return answer_form(
        request,
        LinkForm,
        page=form_page(
            call,
            "Répondre à l'appel" if now.open else "Retrouver votre réponse",
            "Recevoir votre lien",
            intro=f"{call.title}. {now.sentence}",
            template="regional_calls/ask_link.html",
        ),
        deed=deed,
        done=lambda email: render(request, "regional_calls/link_sent.html", {"call": call, "email": email}),
    )
