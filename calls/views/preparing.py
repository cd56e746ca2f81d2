"""The secretary's pages: drafting a call, seeing what it lacks, publishing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from calls.beginning import begin_call
from calls.calendar import words_of
from calls.dates import NAMED_DATES
from calls.forms import BeginCallForm, CallForm, PostponementForm
from calls.models import Call
from calls.opening import OpeningGap, gaps, open_call
from calls.outline import fault_url
from calls.permissions import may_add_pieces, may_edit_call, may_open_call, may_postpone_closing, may_prepare_calls
from calls.postponing import ensure_not_closed, postpone_closing
from calls.preparing import edit_call
from calls.status import standing
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import Refused, ensure
from core.wording import deadline
from records.journal import last_edit


def create(request: HatRequest) -> HttpResponse:
    """Four fields; the rest is filled on the page that prepares the call."""
    listed = reverse("calls:calls")
    return answer_form(
        request,
        lambda data, _: BeginCallForm(data),
        page=FormPage(
            "Préparer un appel",
            "Commencer l'appel",
            listed,
            crumbs=[("Appels à projets", listed)],
            intro="Seules la DGOS, l'Anact et l'équipe du portail voient ce brouillon. "
            "La page suivante dit ce qui manque pour publier ; tout s'y complète en plusieurs fois.",
        ),
        right=may_prepare_calls(request.hat),
        deed=lambda form: begin_call(**form.cleaned_data, by=request.hat),
        done=lambda call: redirect_saying(
            request, "Le brouillon de l'appel est enregistré.", "calls:prepare", call.slug
        ),
    )


def seen_call(request: HatRequest, slug: str) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)


def page_of(call: Call, title: str, submit: str, intro: str, back: str = "prepare") -> FormPage:
    """What stands around a form about a call."""
    crumbs = [
        ("Appels à projets", reverse("calls:calls")),
        (call.title, reverse("calls:prepare", args=[call.slug])),
    ]
    return FormPage(title, submit, reverse(f"calls:{back}", args=[call.slug]), crumbs=crumbs, intro=intro)


def edit(request: HatRequest, slug: str) -> HttpResponse:
    call = seen_call(request, slug)
    return answer_form(
        request,
        lambda data, _: CallForm(data, call=call, initial=CallForm.values_of(call)),
        page=page_of(
            call,
            "Modifier l'appel",
            "Enregistrer le brouillon",
            f"{call.title}. Tout peut encore changer jusqu'à la publication.",
        ),
        right=may_edit_call(request.hat, call),
        edits=call,
        last_edit=last_edit(call),
        deed=lambda form: edit_call(call, form.cleaned_data, by=request.hat),
        done=lambda edited: redirect_saying(
            request, "Les modifications sont enregistrées.", "calls:prepare", edited.slug
        ),
    )


@require_safe
def prepare(request: HatRequest, slug: str) -> HttpResponse:
    rows = Call.objects.visible_to(request.hat).select_related("phase__programme", "rule", "questionnaire", "grid")
    call = get_object_or_404(rows, slug=slug)
    ensure(may_prepare_calls(request.hat))
    now = timezone.now()
    draft = may_edit_call(request.hat, call)
    context = {
        "call": call,
        "standing": standing(call, now),
        "named_dates": [
            (named.label, words_of(call, named.name), "À donner" if named.wanted else "Non fixée")
            for named in NAMED_DATES
        ],
        "waiting_questions": 0 if draft else call.questions.waiting().count(),
        "documents": call.documents.select_related("document"),
        "contacts": call.contacts.select_related("organisation"),
        "milestones": call.milestones.all(),
        "gaps": [(gap.text, address(gap, call)) for gap in gaps(call, now)] if draft else [],
        "opens_at_once": call.opens_at <= now,
        "may_edit": draft,
        "may_add": may_add_pieces(request.hat, call),
        "may_open": may_open_call(request.hat, call),
        "may_postpone": standing(call, now).moves_closing and may_postpone_closing(request.hat, call),
    }
    return render(request, "calls/prepare.html", context)


def address(gap: OpeningGap, call: Call) -> str:
    """Where a gap is put right."""
    match gap.place:
        case "documents":
            return reverse("calls:add_document", args=[call.slug])
        case "contacts":
            return reverse("calls:add_contact", args=[call.slug])
        case "grid" if gap.row is not None:
            return reverse("calls:edit_criterion", args=[call.grid_id, gap.row])
        case "grid":
            return reverse("calls:grid", args=[call.grid_id])
        case "studio" if gap.fault is not None and call.questionnaire.frozen_at is None:
            return fault_url(call.questionnaire, gap.fault)
        case _:
            return f"{reverse('calls:edit', args=[call.slug])}#id_{gap.field}"


@require_POST
def open_to_regions(request: HatRequest, slug: str) -> HttpResponse:
    call = seen_call(request, slug)
    ensure(may_prepare_calls(request.hat))
    try:
        call = open_call(call, by=request.hat)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("calls:prepare", call.slug)
    messages.success(request, f"L'appel « {call} » est publié. {standing(call, timezone.now()).sentence}")
    return redirect("calls:call", call.slug)


def postpone(request: HatRequest, slug: str) -> HttpResponse:
    call = seen_call(request, slug)
    return answer_form(
        request,
        lambda data, _: PostponementForm(data, initial={"closes_at": call.closes_at}),
        page=lambda _: page_of(
            call,
            "Reporter la clôture",
            "Reporter la clôture",
            f"{call.title} ferme le {deadline(call.closes_at, call.zone)}. Le report et son motif seront affichés sur "
            "la page publique ; il ne pourra pas être annulé.",
            back="call",
        ),
        right=may_postpone_closing(request.hat, call),
        turn=lambda: ensure_not_closed(call, timezone.now()),
        edits=call,
        last_edit=last_edit(call),
        deed=lambda form: postpone_closing(call, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(
            request, "La clôture est reportée ; la page de l'appel l'annonce.", "calls:call", call.slug
        ),
    )
