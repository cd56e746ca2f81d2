"""The mails that the portal wrote, for administrators."""

from itertools import groupby

from django.apps import apps
from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST, require_safe

from core.list_page import ListPage, Nothing, show_list
from core.verdicts import ensure
from records import sending
from records.forms.filters import MessageFilterForm
from records.models import Message, MessageState
from records.moments import MOMENTS
from records.permissions import TraceRequest, may_administer

OUTBOX = ListPage(
    "records/outbox.html",
    "Courriels",
    counted="courriel",
    intro="Les courriels que le portail a écrits, envoyés ou non.",
    nothing=Nothing("Aucun courriel pour l'instant", "Le portail écrit à chaque invitation, dépôt et lettre."),
    unmatched="Changez d'état ou cherchez une autre adresse.",
    action=("Moments où le portail écrit", reverse_lazy("records:moments")),
    context={"styles": "css/records.css"},
)


@require_safe
def outbox(request: TraceRequest) -> HttpResponse:
    ensure(may_administer(request.hat))
    form = MessageFilterForm(request.GET)
    failed = Message.objects.filter(state=MessageState.FAILED).count()
    return show_list(request, form.narrow(Message.objects.all()), OUTBOX, form=form, failed=failed)


NO_MAIL = {"count": 0, "last": None}


@require_safe
def moments(request: TraceRequest) -> HttpResponse:
    """Every moment at which the portal writes, with how many mails it wrote and when the last one left."""
    ensure(may_administer(request.hat))
    counts = {
        row["moment"]: row for row in Message.objects.values("moment").annotate(count=Count("pk"), last=Max("sent_at"))
    }
    rooms = [
        (apps.get_app_config(room).verbose_name, [(moment, counts.get(moment.code, NO_MAIL)) for moment in moments])
        for room, moments in groupby(MOMENTS.values(), key=lambda moment: moment.room)
    ]
    return render(request, "records/moments.html", {"rooms": rooms, "total": len(MOMENTS)})


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
    messages.success(request, f"Le courriel repart à {shown.to}.")
    return redirect("records:message", pk=pk)
