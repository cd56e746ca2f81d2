"""Messages on a deposited fiche: the pair and the secretariat, and the notes that the pair never sees."""

from typing import Any

from django.contrib import messages as told
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from applications import messaging
from applications.forms.messages import MessageForm, NoteForm
from applications.models import Application, ThreadMessageQuerySet
from applications.permissions import may_note, may_write_message
from applications.views.fiches import fiche_or_404, fiche_page
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure
from records import documents
from records.models import Document

PAGE = 20


def messages(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    right = may_write_message(request.hat, fiche)
    rows = fiche.messages.exchanged()
    waiting = rows.to_handle(messaging.side_of(request.hat)).count() if right else 0
    return answer_form(
        request,
        MessageForm,
        page=lambda _: thread_page(request, fiche, rows, "Messages", "Envoyer le message", waiting=waiting),
        right=right,
        refusal_at="upload",
        deed=lambda form: messaging.send_message(fiche, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: redirect_saying(request, "Votre message est envoyé.", "applications:messages", pk),
    )


def notes(request: HatRequest, pk: int) -> HttpResponse:
    """For the pair and for rapporteurs this page does not exist."""
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    right = may_note(request.hat, fiche)
    if not right:
        raise Http404
    return answer_form(
        request,
        NoteForm,
        page=lambda _: thread_page(request, fiche, fiche.messages.notes(), "Notes internes", "Garder la note"),
        right=right,
        deed=lambda form: messaging.write_note(fiche, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: redirect_saying(request, "La note est gardée.", "applications:notes", pk),
    )


def thread_page(
    request: HatRequest, fiche: Application, rows: ThreadMessageQuerySet, title: str, submit: str, **more: Any
) -> FormPage:
    """The form, then what was written, the last first, page by page."""
    every = rows.select_related("sent_by__organisation", "sent_by__user", "document")
    page = Paginator(every, PAGE).get_page(request.GET.get("page"))
    context = {"application": fiche, "call": fiche.project.call, "page_of": page, "waiting": 0, **more}
    return fiche_page(
        fiche, title, submit, keep="Revenir à la fiche", template="applications/messages.html", context=context
    )


@require_POST
def set_messages_aside(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    with refusals_told(request):
        messaging.set_aside(fiche, by=request.hat)
        told.success(request, "Ces messages sont traités : ils n'attendent plus de réponse.")
    return redirect("applications:messages", pk)


def message_piece(request: HatRequest, pk: int, message_pk: int) -> HttpResponseBase:
    """A file sent with a message."""
    fiche = fiche_or_404(request, pk)
    ensure(may_write_message(request.hat, fiche))
    sent = fiche.messages.exchanged().filter(pk=message_pk).values("document")
    return documents.serve(get_object_or_404(Document, pk__in=sent))
