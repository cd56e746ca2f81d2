"""Pages of decisions: the table, proposing, validating, sending back, the export."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from applications.models import Application
from applications.permissions import may_export
from calls.models import Call
from commission.approving import approve as approve_decision
from commission.approving import ensure_returnable, party_of, send_back
from commission.deciding import envelope_now, live_approvals, propose_together, stated
from commission.deciding import propose as propose_decision
from commission.enums import DecisionState
from commission.exporting import decisions_sheet
from commission.forms.decisions import ProposalForm, ReturnForm, RuleProposalForm
from commission.hearing import missing_reviews
from commission.models import Decision
from commission.permissions import may_approve, may_follow_commission, may_issue_notices, may_propose, may_return
from commission.suggesting import Candidate, candidate_of, candidates, counts_of, fitting
from commission.views.dashboard import followed_call, page_of
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import YES, OutOfTurn, Refused, ensure
from core.wording import counted, instant, listed
from directory.searching import is_key
from records.spreadsheets import About, xlsx_response


def above_decisions(call: Call) -> tuple[str, str]:
    return "Décisions", reverse("commission:decisions", args=[call.slug])


def decisions(request: HatRequest, slug: str) -> HttpResponse:
    call = followed_call(request, slug)
    found = candidates(call)
    party = party_of(request.hat)
    to_approve = [
        row
        for row in found
        if row.decision and may_approve(request.hat, row.decision) and row.still_heard and party not in row.approvals
    ]
    context = {
        "call": call,
        "rows": found,
        "counts": counts_of(found),
        "envelope": envelope_now(call),
        "to_approve": to_approve,
        "to_propose": [row for row in found if row.open and row.standing.complete and row.share],
        "ready": [row for row in found if row.state == DecisionState.VALIDATED and row.still_heard],
        "may_issue": may_issue_notices(request.hat),
        "may_export": may_export(request.hat),
        "proposes": any(may_propose(request.hat, row.application) for row in found),
    }
    return render(request, "commission/decisions.html", context)


def propose(request: HatRequest, slug: str, application_pk: int) -> HttpResponse:
    """Propose what becomes of a fiche, for the first time or again, and tell whose validation lapses."""
    call = followed_call(request, slug)
    applications = Application.objects.visible_to(request.hat).with_parties().filter(project__call=call)
    application = get_object_or_404(applications, pk=application_pk)
    decisions = Decision.objects.filter(application=application)

    def deed(form: ProposalForm) -> str:
        lapsed = [given.get_party_display() for given in live_approvals(decisions.first())]
        return proposal_in_words(propose_decision(application, **form.cleaned_data, by=request.hat), lapsed)

    return answer_form(
        request,
        lambda data, _: ProposalForm(data, candidate=candidate_of(application)),
        page=lambda form: proposal_page(call, application, form.candidate),
        right=may_propose(request.hat, application, decisions.first()),
        edits=application,
        last_edit=lambda: proposer_of(decisions.get()),
        deed=deed,
        done=lambda said: redirect_saying(request, said, "commission:decisions", call.slug),
    )


def proposer_of(decision: Decision) -> str:
    return f"par {decision.proposed_by}, le {instant(decision.proposed_at)}"


def proposal_page(call: Call, application: Application, candidate: Candidate | None) -> FormPage:
    """What to know before proposing; only the form, for a fiche that is not examined any more."""
    region = application.project.region
    page = page_of(call, f"Proposer une décision : {region}", "Proposer la décision", above_decisions(call))
    if candidate is None:
        return page
    decision = candidate.decision
    notice = None
    if decision is not None and decision.state == DecisionState.RETURNED:
        notice = ("warning", "Décision renvoyée", decision.return_reason)
    elif candidate.approvals:
        lapses = "Si vous la changez, cette validation devient caduque et sera à redonner."
        notice = ("warning", "Une validation a été donnée à cette proposition", lapses)
    missing = missing_reviews(application)
    context = {
        **page.context,
        "row": candidate,
        "missing": missing and f"Il manque l'évaluation de : {listed(missing)}.",
        "envelope": envelope_now(call),
    }
    return replace(page, notice=notice, template="commission/propose.html", context=context)


def proposal_in_words(decision: Decision, lapsed: list[str]) -> str:
    text = f"Décision proposée pour la région {decision.application.project.region} : {stated(decision)}."
    if lapsed:
        text += f" La validation déjà donnée ({listed(lapsed)}) est caduque : elle est à redonner."
    return text


def propose_by_rule(request: HatRequest, slug: str) -> HttpResponse:
    """Retain several fiches together, each with what the rule gives it; all or none, and only as shown."""
    call = followed_call(request, slug)
    everyone = candidates(call)
    ready = [row for row in everyone if row.open and row.standing.complete]
    asked = [
        row for row in ready if request.method != "POST" or str(row.application.pk) in request.POST.getlist("fiche")
    ]
    chosen = fitting(call, everyone, asked)
    refusals = (may_propose(request.hat, row.application, row.decision) for row in ready)

    def deed(form: RuleProposalForm) -> int:
        ensure_as_shown(chosen, request.POST.get("shown", ""))
        return len(propose_together(chosen, reason=form.cleaned_data["reason"], by=request.hat))

    return answer_form(
        request,
        RuleProposalForm,
        page=rule_page(call, ready, chosen),
        right=next((refusal for refusal in refusals if not refusal), YES),
        deed=deed,
        done=lambda made: redirect_saying(
            request, f"{counted(made, 'décision proposée', 'décisions proposées')}.", "commission:decisions", call.slug
        ),
    )


def rule_page(call: Call, ready: list[Candidate], chosen: list[Candidate]) -> FormPage:
    return page_of(
        call,
        "Proposer selon la règle",
        "Proposer ces décisions",
        above_decisions(call),
        template="commission/propose_by_rule.html",
        context={
            "rows": ready,
            "chosen": chosen,
            "shown": as_shown(chosen),
            "total": sum(row.share.total for row in chosen if row.share),
            "envelope": envelope_now(call),
        },
    )


def ensure_as_shown(chosen: list[Candidate], shown: str) -> None:
    if not chosen:
        raise Refused("Cochez au moins une fiche : rien n'est encore proposé.")
    if shown != as_shown(chosen):
        raise OutOfTurn(
            "Les montants ont changé : rien n'est encore proposé. Ils sont recalculés ci-dessous pour les fiches "
            "cochées. Relisez-les, puis proposez."
        )


def as_shown(rows: list[Candidate]) -> str:
    """The fiches and their amounts: what comes back must be what the person saw."""
    return " ".join(f"{row.application.pk}:{row.share.total}" for row in rows if row.share)


def revision_of(text: str) -> int:
    """The revision that a page showed; 0, which none is, when it says nothing of the kind."""
    return int(text) if is_key(text) else 0


@require_POST
def approve(request: HatRequest, pk: int) -> HttpResponse:
    """A proposal that changed since it was read, or is already validated, ends on a 409 page."""
    decision = get_object_or_404(Decision.objects.visible_to(request.hat).with_parties(), pk=pk)
    ensure(may_follow_commission(request.hat))
    made = approve_decision(decision, revision_of(request.POST.get("revision", "")), by=request.hat)
    region = made.application.project.region
    if made.state == DecisionState.VALIDATED:
        messages.success(request, f"La décision pour la région {region} est validée par les deux autorités.")
    else:
        messages.success(
            request, f"Vous avez validé la décision pour la région {region}. L'autre autorité doit la valider."
        )
    return redirect("commission:decisions", slug=made.application.project.call.slug)


@require_POST
def approve_all(request: HatRequest, slug: str) -> HttpResponse:
    """Validate every decision as the page listed it («pk:revision»); each stands or falls alone."""
    call = followed_call(request, slug)
    asked = dict(line.partition(":")[::2] for line in request.POST.getlist("decision") if ":" in line)
    done = 0
    for decision in Decision.objects.of_call(call).with_parties().order_by("application__project__region__slug"):
        if str(decision.pk) not in asked:
            continue
        try:
            approve_decision(decision, revision_of(asked[str(decision.pk)]), by=request.hat)
        except Refused as refusal:
            messages.error(request, f"{decision.application.project.region} : {refusal.reason}")
        else:
            done += 1
    if done:
        messages.success(request, f"{counted(done, 'décision validée', 'décisions validées')} en votre nom.")
    return redirect("commission:decisions", slug=call.slug)


def return_decision(request: HatRequest, pk: int) -> HttpResponse:
    """The form by which a signatory sends a decision back to the secretary."""
    decision = get_object_or_404(Decision.objects.visible_to(request.hat).with_parties(), pk=pk)
    project = decision.application.project
    told = f"La décision pour la région {project.region} est renvoyée."
    return answer_form(
        request,
        ReturnForm,
        page=page_of(
            project.call,
            f"Renvoyer la décision : {project.region}",
            "Renvoyer au secrétariat",
            above_decisions(project.call),
            (str(project.region), reverse("commission:preview", args=[pk])),
            intro=f"Décision proposée : {stated(decision)}.",
            consequences=[
                "La décision revient au secrétariat, qui la proposera à nouveau.",
                "Les validations déjà données seront à redonner.",
                "Le montant reste réservé en attendant.",
            ],
            seen=str(decision.revision),
        ),
        right=may_return(request.hat, decision),
        turn=lambda: ensure_returnable(decision),
        deed=lambda form: send_back(
            decision, revision_of(request.POST.get("vu", "")), **form.cleaned_data, by=request.hat
        ),
        done=lambda _: redirect_saying(request, told, "commission:decisions", project.call.slug),
    )


def export(request: HatRequest, slug: str) -> HttpResponse:
    call = followed_call(request, slug)
    ensure(may_export(request.hat))
    today = timezone.localdate()
    about = About(f"Décisions de l'appel « {call} »", request.hat.named)
    return xlsx_response(f"decisions-{call.slug}-{today:%Y-%m-%d}.xlsx", [decisions_sheet(candidates(call))], about)
