"""The pair's fiches: the list, the start of a project, the overview of one."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from accounts.models import Region
from applications import progress, starting, withdrawing
from applications.activity import activity, summed, visited
from applications.changes import latest_row
from applications.completeness import missing_sections, statuses
from applications.enums import ApplicationState, Party
from applications.fiche_edit import edit, is_open, named
from applications.forms.project import TitleForm
from applications.history import history
from applications.inadmissibility import decided_of, proposal_of
from applications.letters import service
from applications.models import Application, Inadmissibility, Signature
from applications.permissions import (
    may_answer_pieces,
    may_ask_pieces,
    may_check,
    may_declare_inadmissible,
    may_start_project,
    may_withdraw,
    may_withdraw_inadmissibility,
    may_write,
    party_of,
)
from applications.pieces import asked_of
from applications.presence import people_in
from applications.remarks import counts
from applications.signing import live_signatures
from applications.warnings import warnings
from calls.calendar import local_day, phase
from calls.enums import CallPhase
from calls.models import Call
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure
from core.wording import PARIS
from records.journal import last_edit

PAGE = 25


def fiche_or_404(request: HatRequest, pk: int, **among: Any) -> Application:
    """The fiche, if this hat may see it; for the others it does not exist."""
    fiches = Application.objects.visible_to(request.hat).with_parties()
    return get_object_or_404(fiches.select_related("deposit__receipt__document", "checked_by"), pk=pk, **among)


def fiche_page(fiche: Application, title: str, submit: str, **around: Any) -> FormPage:
    """A form about the whole fiche; it goes back to the fiche."""
    above = crumbs_of(fiche)
    return FormPage(title, submit, above[-1][1], crumbs=above, **around)


def crumbs_of(fiche: Application) -> list[tuple[str, str]]:
    return [(str(fiche), reverse("applications:application", args=[fiche.pk]))]


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
    above = reverse("calls:call", args=[slug])
    return answer_form(
        request,
        lambda data, _: TitleForm(data),
        page=FormPage(
            f"Commencer le projet de la région {region}",
            "Commencer le projet",
            above,
            crumbs=[(call.title, above)],
            template="applications/start.html",
            context=before_starting(call, region, now),
        ),
        right=is_open(call, now),
        deed=lambda form: starting.start(call, **form.cleaned_data, by=request.hat, now=now),
        done=lambda begun: redirect("applications:application", begun.pk),
    )


def before_starting(call: Call, region: Region, now: datetime) -> dict[str, Any]:
    ars, aract = starting.pair_of(region)
    return {
        "call": call,
        "ars": ars,
        "aract": aract,
        "previous": starting.previous_project(call, region),
        "sections": call.questionnaire.sections.all(),
        "time_left": progress.time_left(call.closes_at, now),
        "styles": "css/applications.css",
    }


def application(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    now = timezone.now()
    context = {"application": fiche, "call": fiche.project.call}
    if fiche.state == ApplicationState.DRAFT:
        context |= _draft_context(fiche, request, now)
    else:
        context |= _deposit_context(fiche, now) | admissibility_context(fiche, request, now)
    return render(request, "applications/application.html", context | _common_context(fiche, request, now))


def _common_context(fiche: Application, request: HatRequest, now: datetime) -> dict[str, Any]:
    own = party_of(request.hat, fiche.project) is not None
    written = activity(fiche, since=visited(fiche, request.hat, now)) if own else []
    return {
        "activity": written,
        "news": summed(written),
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
    letters = Application.objects.filter(pk=fiche.pk, decision__notices__act__number=fiche.notice_number)
    return letters.values_list("decision__notices", flat=True).first()


def _draft_context(fiche: Application, request: HatRequest, now: datetime) -> dict[str, Any]:
    sections, live = statuses(fiche), live_signatures(fiche)
    step = progress.step_of(fiche, sections, live)
    party = party_of(request.hat, fiche.project) or ""
    own = [section for section in sections if section.is_for(request.hat, party)]
    only_own = request.GET.get("sections") == "vos"
    return {
        "latest": latest_row(fiche),
        "warnings": warnings(fiche, writes=True),
        "people": people_in(fiche, but=request.hat, now=now),
        "remark_counts": counts(fiche),
        "sections": sections,
        "shown": own if only_own else sections,
        "only_own": only_own,
        "any_own": bool(own),
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
        "service": service(),
        "standing": progress.standing(fiche),
        "silence": progress.silence(fiche, deposit, local_day(now, fiche.project.call)) if deposit else "",
        "step": step,
        "step_title": progress.STEPS[step - 1],
        "next_step": progress.STEPS[step] if step < len(progress.STEPS) else "",
        "parties": _parties(fiche, live),
    }


def admissibility_context(fiche: Application, request: HatRequest, now: datetime) -> dict[str, Any]:
    """What was asked, proposed and decided of its admissibility; the pair learns of it once signed."""
    own = party_of(request.hat, fiche.project) is not None
    return {
        "asked": asked_of(fiche, now.astimezone(PARIS).date()),
        "proposal": None if own else proposal_of(fiche),
        "decided": decided_of(fiche),
        "taken_back": Inadmissibility.objects.filter(application=fiche, withdrawal__isnull=False)
        .select_related("withdrawal")
        .last(),
        "may_ask_pieces": may_ask_pieces(request.hat, fiche),
        "may_answer_pieces": may_answer_pieces(request.hat, fiche),
        "may_declare": may_declare_inadmissible(request.hat, fiche),
        "may_take_back": may_withdraw_inadmissibility(request.hat, fiche),
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
    project = fiche.project

    def deed(form: TitleForm) -> None:
        summary = "Titre du projet modifié"
        with edit(fiche, heading=True, row=project, by=request.hat, now=timezone.now(), summary=summary) as held:
            held.project.title = form.cleaned_data["title"]
            held.project.save(update_fields=["title"])

    return answer_form(
        request,
        lambda data, _: TitleForm(data, initial={"title": project.title}),
        page=fiche_page(
            fiche,
            "Titre du projet",
            "Enregistrer le titre",
            intro="Changer le titre change le contenu de la fiche : les signatures déjà données seraient annulées.",
        ),
        right=may_write(request.hat, fiche) and is_open(project.call, timezone.now()),
        edits=project,
        under=fiche,
        last_edit=last_edit(fiche, data__row=named(project)),
        deed=deed,
        done=lambda _: redirect_saying(request, "Le titre est enregistré.", "applications:application", fiche.pk),
    )
