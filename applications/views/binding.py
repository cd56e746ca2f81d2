"""What binds the pair: signature, deposit, withdrawal."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.models import Membership
from accounts.views.telling import refusals_told
from applications import depositing, refusing, signing, withdrawing
from applications.changes import latest_row
from applications.completeness import missing_sections, statuses
from applications.enums import ApplicationState, Party
from applications.forms.binding import RefuseForm, SignForm, WithdrawForm
from applications.models import Application
from applications.permissions import may_deposit, may_sign, may_withdraw
from applications.progress import time_left, valid
from applications.reading import changes_in, look
from applications.signing import live_signatures
from applications.views.fiches import fiche_or_404, fiche_page, refusals_context
from applications.views.pdfs import writing_context
from applications.warnings import warnings
from applications.window import is_open, window
from core.form_page import FormPage, answer_form, redirect_saying
from core.forms import PortalForm
from core.wording import instant, the

STYLES = {"styles": "css/applications.css"}


def sign(request: HatRequest, pk: int) -> HttpResponse:
    fiche, now = fiche_or_404(request, pk), timezone.now()
    seen = request.POST.get("vu", "")
    return answer_form(
        request,
        lambda data, _: SignForm(data, hat=request.hat),
        page=lambda form: sign_page(fiche_or_404(request, pk), request.hat, form, seen),
        right=may_sign(request.hat, fiche) and is_open(fiche, now),
        turn=lambda: signing.ensure_unsigned(fiche, by=request.hat),
        deed=lambda form: signing.sign(fiche, seen_hash=seen, capacity=form.capacity(), by=request.hat, now=now),
        done=lambda _: redirect_saying(request, "Votre signature est enregistrée.", "applications:application", pk),
    )


def sign_page(fiche: Application, hat: Membership, form: SignForm, seen: str) -> FormPage:
    """What is shown now is what the next click signs, once it is attested again."""
    reading, notice = writing_context(fiche), None
    looked = look(fiche, by=hat, now=timezone.now())
    if form.is_bound and seen != reading["content_hash"]:
        form.settled.add("attested")
        last = f"Dernière modification le {instant(fiche.edited_at, fiche.project.call.zone)}, par {fiche.edited_by}."
        text = f"{last} La page montre maintenant la fiche telle qu'elle est : c'est elle que vous signerez."
        notice = ("warning", "La fiche a changé depuis que vous l'avez ouverte", text)
    return fiche_page(
        fiche,
        "Signer la fiche",
        "Signer la fiche",
        notice=notice,
        seen=reading["content_hash"],
        template="applications/sign.html",
        context={
            **reading,
            **STYLES,
            "lacking": missing_sections(statuses(fiche)),
            "changes": changes_in(looked),
            "before_at": looked.before_at,
            "warnings": warnings(fiche, writes=True),
            **refusals_context(fiche, hat),
        },
    )


def refuse_signature(request: HatRequest, pk: int) -> HttpResponse:
    fiche, now = fiche_or_404(request, pk), timezone.now()
    seen = request.POST.get("vu", "") or request.GET.get("vu", "")
    return answer_form(
        request,
        lambda data, _: RefuseForm(data),
        page=fiche_page(
            fiche,
            "Refuser de signer",
            "Refuser de signer",
            keep="Revenir à la fiche",
            seen=seen or fiche.content_hash,
            consequences=(
                "La fiche revient à celles et ceux qui l'écrivent, à l'ARS et à l'Aract, avec votre motif.",
                "Le refus se voit jusqu'à ce que la fiche change, ou que vous la signiez.",
                "Vous pouvez revenir sur ce refus tant que la fiche n'a pas changé.",
            ),
        ),
        right=may_sign(request.hat, fiche) and is_open(fiche, now),
        turn=lambda: signing.ensure_unsigned(fiche, by=request.hat),
        deed=lambda form: refusing.refuse(fiche, seen_hash=seen, **form.cleaned_data, by=request.hat, now=now),
        done=lambda _: redirect_saying(
            request,
            "Votre refus est enregistré : les personnes qui écrivent la fiche sont prévenues.",
            "applications:application",
            pk,
        ),
    )


@require_POST
def withdraw_refusal(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    with refusals_told(request):
        refusing.withdraw_refusal(fiche, by=request.hat)
        messages.success(request, "Votre refus est repris : la fiche attend de nouveau votre signature.")
    return redirect("applications:application", pk)


def deposit(request: HatRequest, pk: int) -> HttpResponse:
    """The deposit; its instant is the one at which the server has the whole request."""
    received_at = timezone.now()
    fiche = fiche_or_404(request, pk)
    right = may_deposit(request.hat, fiche)
    if right.out_of_turn:  # a second click finds what the first one deposited
        return redirect("applications:application", pk)
    return answer_form(
        request,
        PortalForm,
        page=lambda _: deposit_page(fiche_or_404(request, pk), received_at),
        right=right,
        deed=lambda _: depositing.deposit(fiche, by=request.hat, now=received_at),
        done=lambda made: redirect_saying(
            request, f"La fiche est déposée sous le numéro {made.number}.", "applications:application", pk
        ),
    )


def deposit_page(fiche: Application, at: datetime) -> FormPage:
    signed, until = valid(fiche, live_signatures(fiche)), window(fiche, at)
    lacking = missing_sections(statuses(fiche))
    context = {
        "application": fiche,
        "latest": latest_row(fiche),
        "call": fiche.project.call,
        "closes_at": until.closes_at,
        "lacking": lacking,
        "parties": [{"label": party.label, "signature": signed.get(party)} for party in Party],
        "ready": not lacking and len(signed) == len(Party) and bool(until.open),
        "time_left": time_left(until.closes_at, at),
    }
    return fiche_page(
        fiche,
        f"Déposer la fiche de la région {fiche.project.region}",
        "Déposer la fiche",
        keep="Revenir à la fiche",
        consequences=(
            "La fiche reçoit un numéro et ne change plus.",
            "L'ARS et l'Aract reçoivent par courriel un accusé de réception, avec les délais et voies de recours.",
            "Le secrétariat de la commission examine si elle est recevable.",
        ),
        template="applications/deposit.html",
        context=context | STYLES,
    )


def withdraw(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    project = fiche.project
    fate = "pas déposé" if fiche.state == ApplicationState.DRAFT else "plus examiné"
    return answer_form(
        request,
        lambda data, _: WithdrawForm(data),
        page=fiche_page(
            fiche,
            f"Retirer la fiche de la région {project.region}",
            "Retirer la fiche",
            consequences=(
                f"Le projet « {project.title} » ne sera {fate}.",
                f"{capfirst(the(project.aract))} en sera averti par courriel.",
                "Ce qui est écrit reste consultable.",
                "La région ne pourra pas commencer un autre projet pour cet appel.",
            ),
        ),
        right=may_withdraw(request.hat, fiche),
        turn=lambda: withdrawing.ensure_undecided(fiche),
        deed=lambda form: withdrawing.withdraw(
            fiche, reason=form.cleaned_data["reason"], by=request.hat, now=timezone.now()
        ),
        done=lambda _: redirect_saying(request, "La fiche est retirée.", "applications:application", pk),
    )
