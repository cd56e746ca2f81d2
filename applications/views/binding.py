"""What binds the pair: signature, deposit, withdrawal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.middleware import HatRequest
from applications import depositing, signing, withdrawing
from applications.completeness import missing_sections, statuses
from applications.enums import ApplicationState, Party
from applications.fiche_edit import ensure_open
from applications.forms.binding import SignForm, WithdrawForm
from applications.permissions import may_deposit, may_sign, may_withdraw, party_of
from applications.progress import time_left, valid
from applications.signing import Incomplete, live_signatures
from applications.views.fiches import fiche_or_404
from applications.views.pdfs import reading_context
from applications.workflow import ensure_turn
from calls.calendar import phase
from calls.enums import CallPhase
from core.verdicts import Refused, ensure


def sign(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    now = timezone.now()
    if request.method != "POST":
        ensure_turn(fiche, "sign")
    ensure(may_sign(request.hat, fiche))
    ensure_open(fiche.project.call, now)
    reading = reading_context(fiche)
    form = SignForm(request.POST or None, initial={"content_hash": reading["content_hash"]})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign(fiche, seen_hash=form.cleaned_data["content_hash"], by=request.hat, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, "Votre signature est enregistrée.")
            return redirect("applications:application", fiche.pk)
    context = reading | {
        "form": form,
        "party": Party(str(party_of(request.hat, fiche.project))),
        "lacking": missing_sections(statuses(fiche)),
        "signed": {s.party: s for s in reading["signatures"]},
    }
    return render(request, "applications/sign.html", context, status=status)


def deposit(request: HatRequest, pk: int) -> HttpResponse:
    """The deposit; its instant is the one at which the server has the whole request."""
    received_at = timezone.now()
    fiche = fiche_or_404(request, pk)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            made = depositing.deposit(fiche, by=request.hat, now=received_at)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, f"La fiche est déposée sous le numéro {made.number}.")
            return redirect("applications:application", fiche.pk)
    elif fiche.state != ApplicationState.DRAFT:
        return redirect("applications:application", fiche.pk)
    ensure(may_deposit(request.hat, fiche))
    signed = valid(fiche, live_signatures(fiche))
    lacking = refusal.sections if isinstance(refusal, Incomplete) else missing_sections(statuses(fiche))
    context = {
        "application": fiche,
        "call": fiche.project.call,
        "refusal": refusal,
        "lacking": lacking,
        "content_hash": fiche.content_hash,
        "parties": [{"label": party.label, "signature": signed.get(party)} for party in Party],
        "ready": not lacking and len(signed) == len(Party) and phase(fiche.project.call, received_at) == CallPhase.OPEN,
        "time_left": time_left(fiche.project.call.closes_at, received_at),
    }
    return render(request, "applications/deposit.html", context, status=refusal.status if refusal else 200)


def withdraw(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    if fiche.outcome:
        ensure_turn(fiche, "withdraw")
    ensure(may_withdraw(request.hat, fiche))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.withdraw(fiche, reason=form.cleaned_data["reason"], by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "La fiche est retirée.")
            return redirect("applications:application", fiche.pk)
    return render(request, "applications/withdraw.html", {"application": fiche, "form": form})
