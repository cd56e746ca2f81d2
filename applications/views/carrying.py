"""Taking from an earlier fiche, keeping what was taken, or taking it out again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from applications import carrying, keeping
from applications.enums import ApplicationState
from applications.forms.carrying import CarryForm
from applications.models import Application
from applications.permissions import may_write
from applications.views.fiches import MOST_SOURCES, fiche_or_404, fiche_page
from applications.views.sections import section_or_404, voided
from applications.window import is_open
from core.form_page import answer_form, redirect_saying
from core.verdicts import Verdict, ensure, not_now
from core.wording import counted
from directory.searching import is_key


def may_carry_over(request: HatRequest, fiche: Application) -> Verdict:
    """While the whole of it is written: a correction opens some sections, to change what they say."""
    if fiche.state != ApplicationState.DRAFT:
        return may_write(request.hat, fiche) and not_now("Une fiche déposée ne reprend plus rien d'une autre.")
    return may_write(request.hat, fiche) and is_open(fiche, timezone.now())


def carry_over(request: HatRequest, pk: int) -> HttpResponse:
    """Take from an earlier fiche of the region what this one lacks."""
    fiche = fiche_or_404(request, pk)
    call, region = fiche.project.call, fiche.project.region
    sources = carrying.sources(call, region, request.hat)
    wanted = request.GET.get("depuis", "")
    source = carrying.source_for(call, region, request.hat, wanted) or (None if wanted else sources.first())
    found = carrying.plan(source, call, region, fiche) if source else None

    def deed(form: CarryForm) -> int:
        ensure(may_carry_over(request, fiche))
        return 0 if source is None else carrying.carry_over(fiche, source, form.chosen(), by=request.hat)

    return answer_form(
        request,
        lambda data, _: CarryForm(data, plan=found),
        page=fiche_page(
            fiche,
            "Reprendre d'une fiche antérieure",
            "Reprendre ce qui est coché",
            template="applications/carry_over.html",
            context={"plan": found, "sources": sources[:MOST_SOURCES], "application": fiche},
        ),
        right=may_carry_over(request, fiche),
        deed=deed,
        done=lambda number: redirect_saying(request, what_was_taken(number), "applications:application", fiche.pk),
    )


def what_was_taken(number: int) -> str:
    if not number:
        return "Rien n'est repris."
    return f"{counted(number, 'élément repris', 'éléments repris')} : à garder ou à retirer, section par section."


@require_POST
def settle_carried(request: HatRequest, pk: int, number: int) -> HttpResponse:
    """Keep one thing that a section took (`garder`), all of them («tout»), or take an answer out (`retirer`)."""
    fiche = fiche_or_404(request, pk)
    part, now = section_or_404(fiche, number), timezone.now()
    ensure(may_write(request.hat, fiche, [part]))
    page = reverse("applications:section", args=[fiche.pk, part.number])
    dropped, kept = request.POST.get("retirer", ""), request.POST.get("garder", "")
    codes = fiche.carried.filter(pk=int(key)).values_list("code", flat=True) if is_key(key := dropped or kept) else []
    # Around the field: what was said stands there, and nothing can stand in a box of text.
    at = next((f"#question-{code}" for code in codes if code), "#reprises")
    with refusals_told(request):
        if is_key(dropped):
            entry = keeping.drop(fiche, int(dropped), by=request.hat, now=now)
            undo = reverse("records:restore", args=[entry.pk])
            messages.success(request, f"La réponse reprise est retirée. {voided(fiche, now)}".strip(), extra_tags=undo)
        elif kept == "tout" or is_key(kept):
            only = None if kept == "tout" else int(kept)
            number_kept = keeping.keep(fiche, part, only=only, by=request.hat, now=now)
            messages.success(request, f"{counted(number_kept, 'élément gardé', 'éléments gardés')}.")
    return redirect(f"{page}{at}")
