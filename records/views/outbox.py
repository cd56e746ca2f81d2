"""The mails that the portal wrote, for administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.list_page import ListPage, Nothing, show_list
from core.verdicts import ensure
from records import sending
from records.forms.filters import MessageFilterForm
from records.models import Message, MessageState
from records.permissions import TraceRequest, may_administer

OUTBOX = ListPage(
    "records/outbox.html",
    "Messages",
    counted="message",
    intro="Les courriels que le portail a écrits, envoyés ou non.",
    nothing=Nothing("Aucun message pour l'instant", "Le portail écrit à chaque invitation, dépôt et notification."),
    unmatched="Changez d'état ou cherchez une autre adresse.",
    context={"styles": "css/records.css"},
)


@require_safe
def outbox(request: TraceRequest) -> HttpResponse:
    ensure(may_administer(request.hat))
    form = MessageFilterForm(request.GET)
    failed = Message.objects.filter(state=MessageState.FAILED).count()
    return show_list(request, form.narrow(Message.objects.all()), OUTBOX, form=form, failed=failed)


@require_safe
def message(request: TraceRequest, pk: int) -> HttpResponse:
    ensure(may_administer(request.hat))
    shown = get_object_or_404(Message, pk=pk)
    return render(request, "records/message.html", {"message": shown, "attachments": shown.attachments.all()})


@require_POST
def resend(request: TraceRequest, pk: int) -> HttpResponse:
    ensure(may_administer(request.hat))
    shown = get_object_or_404(Message, pk=pk)
    sending.resend(shown, by=request.hat)
    messages.success(request, f"Le message repart à {shown.to}.")
    return redirect("records:message", pk=pk)
