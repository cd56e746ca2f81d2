"""Revising the questionnaire of an open call: preparing the next one, reading what changes, publishing it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from calls.comparing import compare
from calls.forms import RevisionForm
from calls.models import Call, CallRevision, Questionnaire
from calls.outline import fault_url
from calls.permissions import may_revise_call
from calls.revising import candidate, ensure_still_open, next_questionnaire, obstacles, revise_call
from calls.views.preparing import page_of, seen_call
from core.form_page import answer_form, redirect_saying
from core.verdicts import Refused, ensure

CONSEQUENCES = (
    (
        "Les fiches en brouillon passent au nouveau questionnaire : chaque réponse reste à sa question, et rien de ce "
        "qui est écrit n'est perdu."
    ),
    "Une signature déjà donnée à une fiche qui change est annulée ; son auteur est prévenu.",
    "Les fiches déposées gardent le questionnaire auquel elles ont répondu.",
    (
        "L'ARS et l'Aract de chaque fiche en brouillon reçoivent un courriel avec le motif. Une révision ne s'annule "
        "pas : une autre la corrige."
    ),
)


def revise(request: HatRequest, slug: str) -> HttpResponse:
    """What the next revision changes, and publishing it; preparing it first when there is none."""
    call = seen_call(request, slug)
    after = candidate(call)
    if after is None and request.method != "POST":
        ensure(may_revise_call(request.hat, call))
        ensure_still_open(call, timezone.now())
        return render(request, "calls/revise.html", {"call": call})
    after = after or call.questionnaire  # sent twice: the first sending published it
    page = page_of(
        call,
        "Réviser le questionnaire",
        "Publier la révision",
        f"{call.title} passe de la révision {call.questionnaire.revision} à la révision {after.revision}.",
    )
    context = reading(call, after)
    return answer_form(
        request,
        lambda data, _: RevisionForm(data),
        page=replace(page, template="calls/revise_form.html", context=context, consequences=CONSEQUENCES),
        right=may_revise_call(request.hat, call),
        turn=lambda: ensure_still_open(call, timezone.now()),
        deed=lambda form: revise_call(call, to=after, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(
            request,
            "La révision est publiée. Les fiches en cours d'écriture passent au nouveau questionnaire.",
            "calls:prepare",
            call.slug,
        ),
    )


def reading(call: Call, after: Questionnaire) -> dict[str, Any]:
    """What changes, and what keeps it from being published, each with the page that puts it right."""
    return {
        "call": call,
        "after": after,
        "sections": compare(call.questionnaire, after),
        "obstacles": [(fault, fault_url(after, fault)) for fault in obstacles(call, after)],
    }


@require_POST
def prepare_revision(request: HatRequest, slug: str) -> HttpResponse:
    call = seen_call(request, slug)
    ensure(may_revise_call(request.hat, call))
    try:
        copy = next_questionnaire(call.questionnaire, by=request.hat)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("calls:revise", call.slug)
    messages.success(
        request, f"{copy} est prête : modifiez ses questions. Rien ne change pour les régions d'ici sa publication."
    )
    return redirect("calls:studio", copy.pk)


@login_not_required
@require_safe
def revision(request: HatRequest, slug: str, pk: int) -> HttpResponse:
    """What a published revision changed."""
    rows = CallRevision.objects.filter(call__in=Call.objects.visible_to(request.hat), call__slug=slug)
    row = get_object_or_404(rows.select_related("call", "before", "after"), pk=pk)
    context = {"call": row.call, "revision": row, "sections": compare(row.before, row.after)}
    return render(request, "calls/revision.html", context)
