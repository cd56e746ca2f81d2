"""Adding and taking away documents, contacts and milestones."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from accounts.middleware import HatRequest
from calls.forms import CallMilestoneForm, ContactForm, DocumentForm
from calls.models import Call, CallContact, CallDocument, CallMilestone
from calls.permissions import may_add_pieces, may_edit_call
from calls.preparing import add_contact as join_contact
from calls.preparing import add_document as join_document
from calls.preparing import add_milestone as join_milestone
from calls.preparing import remove_piece
from calls.views.preparing import page_of, seen_call
from core.form_page import answer_form, redirect_saying
from core.forms import PortalForm
from records.views.removing import ask_to_remove, row_or_gone


def add_document(request: HatRequest, slug: str) -> HttpResponse:
    def deed(call: Call, *, file: Any, **values: Any) -> None:
        join_document(call, upload=file, **values)

    return add(
        request,
        slug,
        DocumentForm,
        deed,
        title="Joindre un document",
        submit="Joindre le document",
        intro="Le document devient public avec l'appel.",
        done="Le document est joint à l'appel.",
    )


def add_contact(request: HatRequest, slug: str) -> HttpResponse:
    return add(
        request,
        slug,
        ContactForm,
        join_contact,
        title="Ajouter un contact",
        submit="Ajouter le contact",
        intro="Les régions écrivent à ces adresses pour toute question.",
        done="Le contact est ajouté.",
    )


def add_milestone(request: HatRequest, slug: str) -> HttpResponse:
    return add(
        request,
        slug,
        CallMilestoneForm,
        join_milestone,
        title="Ajouter un jalon",
        submit="Ajouter le jalon",
        intro="Le jalon figure dans le calendrier public de l'appel.",
        done="Le jalon est ajouté.",
    )


def add(
    request: HatRequest,
    slug: str,
    form: type[PortalForm],
    deed: Callable[..., Any],
    *,
    title: str,
    submit: str,
    intro: str,
    done: str,
) -> HttpResponse:
    """What the three have in common."""
    call = seen_call(request, slug)
    return answer_form(
        request,
        form,
        page=page_of(call, title, submit, f"{call.title}. {intro}"),
        right=may_add_pieces(request.hat, call),
        deed=lambda typed: deed(call, **typed.cleaned_data, by=request.hat),
        refusal_at="file",
        done=lambda _: redirect_saying(request, done, "calls:prepare", call.slug),
    )


def remove_document(request: HatRequest, slug: str, pk: int) -> HttpResponse:
    return remove(request, slug, CallDocument, pk, "le document")


def remove_contact(request: HatRequest, slug: str, pk: int) -> HttpResponse:
    return remove(request, slug, CallContact, pk, "le contact")


def remove_milestone(request: HatRequest, slug: str, pk: int) -> HttpResponse:
    return remove(request, slug, CallMilestone, pk, "le jalon")


def remove(request: HatRequest, slug: str, model: Any, pk: int, what: str) -> HttpResponse:
    call = seen_call(request, slug)
    piece = row_or_gone(model.objects.filter(call=call), pk, call=call.pk)
    piece.call = call
    page = page_of(call, f"Retirer {what} « {piece} » ?", f"Retirer {what}", call.title)
    return ask_to_remove(
        request,
        replace(page, keep=f"Garder {what}", consequences=[f"« {piece} » quitte l'appel."]),
        right=may_edit_call(request.hat, call),
        deed=lambda: remove_piece(piece, by=request.hat),
        done=f"« {piece} » est retiré de l'appel.",
        to=("calls:prepare", call.slug),
    )
