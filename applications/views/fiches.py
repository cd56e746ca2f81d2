"""The pair's fiches: the list, the start of a project, the overview of one."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from accounts.models import Membership, Region
from applications import progress, starting, withdrawing
from applications.activity import activity, summed, visited
from applications.carrying import plan, source_for, sources
from applications.changes import latest_row
from applications.completeness import missing_sections, statuses
from applications.enums import ApplicationState, Party
from applications.fiche_edit import edit, named
from applications.forms.carrying import StartForm
from applications.forms.project import TitleForm
from applications.guests import guests_of
from applications.history import history
from applications.inadmissibility import decided_of, proposal_of
from applications.leading import lead_of, may_offer
from applications.letters import service
from applications.messaging import side_of
from applications.models import Application, Inadmissibility, Signature
from applications.permissions import (
    may_answer_pieces,
    may_ask_pieces,
    may_check,
    may_correct,
    may_declare_inadmissible,
    may_end_correction,
    may_enter_late_code,
    may_invite_guest,
    may_lead,
    may_note,
    may_sign,
    may_start_project,
    may_withdraw,
    may_withdraw_inadmissibility,
    may_write,
    may_write_message,
    party_of,
)
from applications.pieces import asked_of
from applications.presence import people_in
from applications.remarks import counts
from applications.signing import live_signatures, signatures_of
from applications.warnings import warnings
from applications.window import call_is_open, is_open, window
from calls.calendar import local_day, phase
from calls.enums import CallPhase
from calls.models import Call
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import YES, Verdict, ensure, not_now
from core.wording import PARIS
from records.journal import last_edit

PAGE = 25
MOST_SOURCES = 20


def fiche_or_404(request: HatRequest, pk: int, **among: Any) -> Application:
    """The fiche, if this hat may see it; for the others it does not exist."""
    fiches = Application.objects.visible_to(request.hat).with_parties()
    return get_object_or_404(
        fiches.select_related("deposit__receipt__document", "deposit__late__access", "checked_by"), pk=pk, **among
    )


def shared_or_404(request: HatRequest, pk: int, number: int | None = None) -> Application:
    """As `fiche_or_404`, for the few pages that a guest opens too: the fiche, if its section `number` is one of theirs.

    What they see and do there is up to `Application.guesthood`; every other page stays closed to them.
    """
    if request.hat is None or not request.hat.guest:
        return fiche_or_404(request, pk)
    fiche = get_object_or_404(Application.objects.with_parties(), pk=pk)
    guest = fiche.guesthood(request.hat)
    if guest is None or (number is not None and number not in guest.numbers):
        raise Http404("Rien de tel n'existe.")
    return fiche


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
    source = source_for(call, region, request.hat, request.GET.get("depuis", ""))
    found = plan(source, call, region) if source else None
    return answer_form(
        request,
        lambda data, _: StartForm(data, plan=found),
        page=FormPage(
            f"Commencer le projet de la région {region}",
            "Commencer le projet",
            above,
            crumbs=[(call.title, above)],
            template="applications/start.html",
            context=before_starting(call, region, now)
            | {"plan": found, "sources": sources(call, region, request.hat)[:MOST_SOURCES]},
        ),
        right=call_is_open(call, now),
        deed=lambda form: starting.start(
            call, title=form.cleaned_data["title"], source=source, chosen=form.chosen(), by=request.hat, now=now
        ),
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
        context |= correction_context(fiche, request.hat, now)
    return render(request, "applications/application.html", context | _common_context(fiche, request, now))


def _common_context(fiche: Application, request: HatRequest, now: datetime) -> dict[str, Any]:
    own, until = party_of(request.hat, fiche.project) is not None, window(fiche, now)
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
        "open": bool(until.open),
        "late": until.late,
        "may_enter_code": not until.open
        and phase(fiche.project.call, now) == CallPhase.EXAMINATION
        and may_enter_late_code(request.hat, fiche),
        "closes_at": until.closes_at,
        "time_left": progress.time_left(until.closes_at, now),
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
    lead = lead_of(fiche)
    return {
        "lead": lead,
        "may_offer_lead": may_lead(request.hat, fiche) and may_offer(request.hat, lead, now),
        "latest": latest_row(fiche),
        "guests": guests_of(fiche, now),
        "may_invite_guest": may_invite_guest(request.hat, fiche),
        "warnings": warnings(fiche, writes=True),
        "people": people_in(fiche, but=request.hat, now=now),
        "remark_counts": counts(fiche, request.hat),
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
        **refusals_context(fiche, request.hat),
    }


def _deposit_context(fiche: Application, now: datetime) -> dict[str, Any]:
    step = progress.step_of(fiche, [], {})
    deposit = fiche.deposit
    return {
        "deposit": deposit,
        "service": service(),
        "standing": progress.standing(fiche),
        "silence": progress.silence(fiche, deposit, local_day(now, fiche.project.call)) if deposit else "",
        "step": step,
        "step_title": progress.STEPS[step - 1],
        "next_step": progress.STEPS[step] if step < len(progress.STEPS) else "",
        "parties": _parties(fiche, signatures_of(deposit) if deposit else live_signatures(fiche)),
    }


def thread_context(fiche: Application, hat: Membership | None) -> dict[str, Any]:
    """Whether this person reads the messages and the notes of a deposited fiche, and how many wait for them."""
    exchanges = hat is not None and fiche.deposit is not None and bool(may_write_message(hat, fiche))
    notes = fiche.deposit is not None and bool(may_note(hat, fiche))
    waiting = fiche.messages.to_handle(side_of(hat)).count() if hat is not None and exchanges else 0
    return {
        "may_exchange": exchanges,
        "messages_waiting": waiting,
        "may_note": notes,
        "note_count": fiche.messages.notes().count() if notes else 0,
    }


def correction_context(fiche: Application, hat: Membership | None, now: datetime) -> dict[str, Any]:
    """The round that is open, if any, and the deposits when there are several; only the pair reads what it writes."""
    correction, may = fiche.correction, may_correct(hat, fiche)
    deposits = list(fiche.deposits.select_related("receipt").order_by("-rank"))
    context: dict[str, Any] = {
        "correction": correction,
        "deposits": deposits if len(deposits) > 1 else [],
        "may_correct": may,
        "may_open_correction": may and correction is None and not withdrawing.decided(fiche),
        "may_end_correction": may_end_correction(hat, fiche),
        **thread_context(fiche, hat),
    }
    if correction is None or hat is None or party_of(hat, fiche.project) is None:
        return context
    sections, live = statuses(fiche), live_signatures(fiche)
    return context | {
        "action": progress.next_action(fiche, sections, live, hat, now),
        "round_sections": [section for section in sections if section.section_pk in correction.keys],
        "parties_now": _parties(fiche, progress.valid(fiche, live)),
        **refusals_context(fiche, hat),
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


def refusals_context(fiche: Application, hat: Membership | None) -> dict[str, Any]:
    """Why a party does not sign what is written now, and which refusal this person may take back."""
    refusals = list(fiche.refusals.live().select_related("refused_by__organisation", "refused_by__user"))
    own = [one.pk for one in refusals if may_sign(hat, fiche) and one.party == party_of(hat, fiche.project)]
    return {"refusals": refusals, "own_refusal": own[0] if own else None}


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


def may_rename(fiche: Application, hat: Membership | None, at: datetime) -> Verdict:
    """The title is no section: it stays as it was deposited."""
    sealed = not_now("Le titre du projet est scellé depuis le dépôt.") if fiche.deposit else YES
    return may_write(hat, fiche) and sealed and is_open(fiche, at)


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
        right=may_rename(fiche, request.hat, timezone.now()),
        edits=project,
        under=fiche,
        last_edit=last_edit(fiche, data__row=named(project)),
        deed=deed,
        done=lambda _: redirect_saying(request, "Le titre est enregistré.", "applications:application", fiche.pk),
    )
