"""Adding and taking away documents, contacts and milestones."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import HatRequest
from calls.forms import ContactForm, DocumentForm, MilestoneForm
from calls.models import Call, CallContact, CallDocument, Milestone
from calls.permissions import may_add_pieces
from calls.preparing import add_contact as join_contact
from calls.preparing import add_document as join_document
from calls.preparing import add_milestone as join_milestone
from calls.preparing import remove_piece
from core.forms import PortalForm
from core.verdicts import Refused, ensure

editing = require_http_methods(["GET", "HEAD", "POST"])


@editing
def add_document(request: HatRequest, slug: str) -> HttpResponse:
    def deed(call: Call, *, file: Any, **values: Any) -> None:
        join_document(call, upload=file, **values)

    return add(
        request, slug, "calls/add_document.html", form=DocumentForm, deed=deed, done="Le document est joint à l'appel."
    )


@editing
def add_contact(request: HatRequest, slug: str) -> HttpResponse:
    return add(
        request, slug, "calls/add_contact.html", form=ContactForm, deed=join_contact, done="Le contact est ajouté."
    )


@editing
def add_milestone(request: HatRequest, slug: str) -> HttpResponse:
    return add(
        request, slug, "calls/add_milestone.html", form=MilestoneForm, deed=join_milestone, done="Le jalon est ajouté."
    )


def add(
    request: HatRequest, slug: str, template: str, *, form: type[PortalForm], deed: Callable[..., Any], done: str
) -> HttpResponse:
    """What the three have in common."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_add_pieces(request.hat, call))
    typed = form(request.POST or None, request.FILES or None)
    if typed.is_valid():
        try:
            deed(call, **typed.cleaned_data, by=request.hat)
        except Refused as refusal:
            typed.add_error(None, refusal.reason)
        else:
            messages.success(request, done)
            return redirect("calls:prepare", call.slug)
    return render(request, template, {"form": typed, "call": call})


@require_POST
def remove_document(request: HatRequest, slug: str, pk: int) -> HttpResponse:
    return remove(request, slug, CallDocument, pk)


@require_POST
def remove_contact(request: HatRequest, slug: str, pk: int) -> HttpResponse:
    return remove(request, slug, CallContact, pk)


@require_POST
def remove_milestone(request: HatRequest, slug: str, pk: int) -> HttpResponse:
    return remove(request, slug, Milestone, pk)


def remove(request: HatRequest, slug: str, model: Any, pk: int) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    piece = get_object_or_404(model, pk=pk, call=call)
    remove_piece(piece, by=request.hat)
    messages.success(request, f"« {piece} » est retiré de l'appel.")
    return redirect("calls:prepare", call.slug)
