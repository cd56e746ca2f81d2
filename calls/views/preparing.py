"""The secretary's pages: drafting a call, seeing what it lacks, publishing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import HatRequest
from calls.forms import CallForm, PostponementForm
from calls.models import AllocationRule, Call
from calls.opening import Gap, gaps, open_call
from calls.permissions import may_add_pieces, may_edit_call, may_open_call, may_postpone_closing, may_prepare_calls
from calls.postponing import postpone_closing
from calls.preparing import RULE_FIELDS, create_call, edit_call
from calls.status import standing
from core.verdicts import Refused, ensure


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HatRequest) -> HttpResponse:
    ensure(may_prepare_calls(request.hat))
    usual = AllocationRule()
    initial = {"number": 1, **{name: getattr(usual, name) for name in RULE_FIELDS}}
    form = CallForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            call = create_call(form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Le brouillon de l'appel est enregistré.")
            return redirect("calls:prepare", call.slug)
    return render(request, "calls/create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HatRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat).select_related("rule"), slug=slug)
    ensure(may_edit_call(request.hat, call))
    form = CallForm(request.POST or None, call=call, initial=CallForm.values_of(call))
    if form.is_valid():
        try:
            call = edit_call(call, form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Les modifications sont enregistrées.")
            return redirect("calls:prepare", call.slug)
    return render(request, "calls/edit.html", {"form": form, "call": call})


@require_safe
def prepare(request: HatRequest, slug: str) -> HttpResponse:
    rows = Call.objects.visible_to(request.hat).select_related("programme", "rule", "questionnaire", "grid")
    call = get_object_or_404(rows, slug=slug)
    ensure(may_prepare_calls(request.hat))
    now = timezone.now()
    draft = may_edit_call(request.hat, call)
    context = {
        "call": call,
        "standing": standing(call, now),
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


def address(gap: Gap, call: Call) -> str:
    """Where a gap is put right."""
    match gap.place:
        case "documents":
            return reverse("calls:add_document", args=[call.slug])
        case "contacts":
            return reverse("calls:add_contact", args=[call.slug])
        case "form":
            return f"{reverse('calls:edit', args=[call.slug])}#id_{gap.field}"


@require_POST
def open_to_regions(request: HatRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_prepare_calls(request.hat))
    try:
        call = open_call(call, by=request.hat)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("calls:prepare", call.slug)
    messages.success(request, f"L'appel « {call} » est publié. {standing(call, timezone.now()).sentence}")
    return redirect("calls:call", call.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: HatRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_postpone_closing(request.hat, call))
    form = PostponementForm(request.POST or None, initial={"closes_at": call.closes_at})
    if form.is_valid():
        try:
            postpone_closing(call, **form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "La clôture est reportée ; la page de l'appel l'annonce.")
            return redirect("calls:call", call.slug)
    return render(request, "calls/postpone.html", {"form": form, "call": call})
