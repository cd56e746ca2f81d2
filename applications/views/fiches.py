"""The pair's fiches: the list, the start of a project, the overview of one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.middleware import HatRequest
from applications import fiche_edit, progress, starting, withdrawing
from applications.changes import latest_row
from applications.completeness import missing_sections, statuses
from applications.enums import ApplicationState, Party
from applications.forms.project import TitleForm
from applications.history import history
from applications.models import Application, Signature
from applications.permissions import may_check, may_start_project, may_withdraw, may_write, party_of
from applications.signing import live_signatures
from calls.calendar import local_day, phase
from calls.enums import CallPhase
from calls.models import Call
from core.verdicts import Refused, ensure

PAGE = 25


def fiche_or_404(request: HatRequest, pk: int) -> Application:
    """The fiche, if this hat may see it; for the others it does not exist."""
    fiches = Application.objects.visible_to(request.hat).with_parties().select_related("deposit", "checked_by")
    return get_object_or_404(fiches, pk=pk)


def applications(request: HatRequest) -> HttpResponse:
    ensure(may_start_project(request.hat))
    now = timezone.now()
    fiches = Application.objects.visible_to(request.hat).with_parties().select_related("deposit")
    begun = fiches.values_list("project__call", flat=True)
    page = Paginator(fiches.order_by("-project__call__opens_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    rows = [{"fiche": f, "call": f.project.call} for f in page]
    context = {"page": page, "rows": rows, "to_start": Call.objects.open_at(now).exclude(pk__in=begun), "now": now}
    return render(request, "applications/applications.html", context)


def start(request: HatRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    region = starting.region_of(request.hat)
    now = timezone.now()
    existing = Application.objects.filter(project__call=call, project__region=region).first()
    if existing is not None:
        return redirect("applications:application", existing.pk)
    fiche_edit.ensure_open(call, now)
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            application = starting.start(call, title=form.cleaned_data["title"], by=request.hat, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("applications:application", application.pk)
    ars, aract = starting.pair_of(region)
    context = {
        "call": call,
        "region": region,
        "ars": ars,
        "aract": aract,
        "previous": starting.previous_project(call, region),
        "sections": call.questionnaire.sections.all(),
        "time_left": progress.time_left(call.closes_at, now),
        "form": form,
    }
    return render(request, "applications/start.html", context)


def application(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    now = timezone.now()
    context = {"application": fiche, "call": fiche.project.call}
    draft = fiche.state == ApplicationState.DRAFT
    context |= _draft_context(fiche, request, now) if draft else _deposit_context(fiche, now)
    return render(request, "applications/application.html", context | _common_context(fiche, request, now))


def _common_context(fiche: Application, request: HatRequest, now: datetime) -> dict[str, Any]:
    own = party_of(request.hat, fiche.project) is not None
    return {
        "now": now,
        "steps": progress.STEPS,
        "own": own,
        "history": history(fiche) if own else [],
        "may_write": may_write(request.hat, fiche),
        "may_withdraw": own and may_withdraw(request.hat, fiche) and not withdrawing.decided(fiche),
        "letter_pk": _letter_of(fiche) if own else None,
        "may_check": may_check(request.hat, fiche),
        "open": phase(fiche.project.call, now) == CallPhase.OPEN,
        "time_left": progress.time_left(fiche.project.call.closes_at, now),
    }


def _letter_of(fiche: Application) -> int | None:
    """The letter that states the notified decision; letters are the commission's, above this room."""
    letters = Application.objects.filter(pk=fiche.pk, decision__notices__number=fiche.notice_number)
    return letters.values_list("decision__notices", flat=True).first()


def _draft_context(fiche: Application, request: HatRequest, now: datetime) -> dict[str, Any]:
    sections, live = statuses(fiche), live_signatures(fiche)
    step = progress.step_of(fiche, sections, live)
    return {
        "latest": latest_row(fiche),
        "sections": sections,
        "done": len(sections) - len(missing_sections(sections)),
        "step": step,
        "next_step": progress.STEPS[step] if step < len(progress.STEPS) else "",
        "step_title": progress.STEPS[step - 1],
        "action": progress.next_action(fiche, sections, live, request.hat, now),
        "parties": _parties(fiche, progress.valid(fiche, live)),
    }


def _deposit_context(fiche: Application, now: datetime) -> dict[str, Any]:
    live = live_signatures(fiche)
    step = progress.step_of(fiche, [], live)
    deposit = getattr(fiche, "deposit", None)
    return {
        "deposit": deposit,
        "standing": progress.standing(fiche),
        "silence": progress.silence(fiche, deposit, local_day(now, fiche.project.call)) if deposit else "",
        "step": step,
        "step_title": progress.STEPS[step - 1],
        "next_step": progress.STEPS[step] if step < len(progress.STEPS) else "",
        "parties": _parties(fiche, live),
    }


def _parties(fiche: Application, live: dict[str, Signature]) -> list[dict[str, Any]]:
    """Each party with its live signature, or the last one that was voided."""
    voided = {s.party: s for s in fiche.signatures.exclude(voided_at=None).order_by("voided_at")}
    organisations = {Party.ARS: fiche.project.ars, Party.ARACT: fiche.project.aract}
    return [
        {
            "label": party.label,
            "organisation": organisations[party],
            "signature": live.get(party),
            "voided": voided.get(party),
        }
        for party in Party
    ]


def rename(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    ensure(may_write(request.hat, fiche))
    form = TitleForm(request.POST or None, initial={"title": fiche.project.title})
    if request.method == "POST" and form.is_valid():
        try:
            with fiche_edit.edit(
                fiche, heading=True, by=request.hat, now=timezone.now(), summary="Titre du projet modifié"
            ) as held:
                held.project.title = form.cleaned_data["title"]
                held.project.save(update_fields=["title"])
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Le titre est enregistré.")
            return redirect("applications:application", fiche.pk)
    return render(request, "applications/rename.html", {"application": fiche, "form": form})
