"""Pages that convene the commission: the convening, its end, its paper."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.middleware import HatRequest
from acts.models import Act
from calls.models import Call
from commission.convening import (
    call_off,
    convene,
    ensure_ahead,
    ensure_under_way,
    fiches_to_hear,
    last_held,
    members_on,
    standing,
)
from commission.convening_letters import said
from commission.forms.convening import CallOffForm, ConveningForm
from commission.models import Convening
from commission.permissions import may_convene
from commission.views.dashboard import followed_call, page_of
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import OutOfTurn
from core.wording import counted
from records import documents


def convene_page(request: HatRequest, slug: str) -> HttpResponse:
    """Convene the commission, or convene it otherwise."""
    call, now = followed_call(request, slug), timezone.now()
    former = standing(call, now)
    around: dict[str, Any] = {
        "fiches": fiches_to_hear(call),
        "members": members_on(now),
        "former": former,
        "held": last_held(call, now) is not None,
    }
    return answer_form(
        request,
        lambda data, _: ConveningForm(data, call=call, by=request.hat, **around),
        page=convening_page_of(call, former),
        right=may_convene(request.hat),
        turn=lambda: ensure_under_way(call),
        deed=lambda form: convene(call, form.facts(), by=request.hat),
        done=lambda made: redirect_saying(
            request,
            f"La convocation {made.act} part à {counted(made.members.count(), 'membre')}.",
            "commission:dashboard",
            call.slug,
        ),
    )


def convening_page_of(call: Call, former: Convening | None) -> FormPage:
    return page_of(
        call,
        "Changer la convocation" if former else "Convoquer la commission",
        "Envoyer la nouvelle convocation" if former else "Convoquer la commission",
        consequences=(
            "La convocation reçoit un numéro ; chaque membre coché la reçoit par courriel.",
            f"Elle remplace la convocation {former.act}, et le dit." if former else "Une autre pourra la remplacer.",
            "Le calendrier de l'appel prend la date de la réunion.",
        ),
    )


def call_off_page(request: HatRequest, slug: str, pk: int) -> HttpResponse:
    call = followed_call(request, slug)
    found = get_object_or_404(call.convenings.with_acts(), pk=pk)
    return answer_form(
        request,
        lambda data, _: CallOffForm(data),
        page=page_of(
            call,
            "Annuler la réunion de la commission",
            "Annuler la réunion",
            intro=f"Réunion du {said(found.starts_at, call)}, convocation {found.act}.",
            keep="Garder la réunion",
            consequences=("Chaque membre convoqué reçoit une lettre numérotée, avec votre motif.",),
        ),
        right=may_convene(request.hat),
        turn=lambda: ensure_ahead(found, timezone.now()),
        deed=lambda form: call_off(found, reason=form.cleaned_data["reason"], by=request.hat),
        refusal_at="reason",
        done=lambda _: redirect_saying(request, "La réunion est annulée.", "commission:dashboard", call.slug),
    )


def convening(request: HatRequest, pk: int) -> HttpResponseBase:
    return served(get_object_or_404(Convening.objects.visible_to(request.hat).with_acts(), pk=pk).act)


def served(act: Act) -> HttpResponseBase:
    if act.document is None:
        raise OutOfTurn("Le PDF de la convocation se prépare : il sera là dans quelques instants.")
    return documents.serve(act.document)
