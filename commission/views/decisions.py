"""Pages of decisions: the table, proposing, validating, sending back, the export."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from applications.models import Application
from applications.permissions import may_export
from commission.approving import approve as approve_decision
from commission.approving import party_of, send_back
from commission.deciding import (
    EnvelopeExceeded,
    envelope_now,
    live_approvals,
    missing_reviews,
    propose_together,
    stated,
)
from commission.deciding import propose as propose_decision
from commission.enums import DecisionState
from commission.exporting import decisions_sheet
from commission.forms.decisions import ProposalForm, ReturnForm, RevisionForm, RuleProposalForm
from commission.models import Decision
from commission.permissions import may_approve, may_follow_commission, may_issue_notices, may_propose
from commission.rule_checks import BeyondTheRule, GapUnexplained
from commission.suggesting import Candidate, candidate_of, candidates, counts_of, fitting
from commission.views.dashboard import followed_call
from core.verdicts import Refused, ensure
from core.wording import counted, listed
from records.spreadsheets import xlsx_response


def decisions(request: HatRequest, slug: str) -> HttpResponse:
    call = followed_call(request, slug)
    found = candidates(call)
    party = party_of(request.hat)
    to_approve = [
        row for row in found if row.decision and may_approve(request.hat, row.decision) and party not in row.approvals
    ]
    context = {
        "call": call,
        "rows": found,
        "counts": counts_of(found),
        "envelope": envelope_now(call),
        "to_approve": to_approve,
        "to_propose": [row for row in found if row.open and row.standing.complete and row.share],
        "ready": [row for row in found if row.decision and row.decision.state == DecisionState.VALIDATED],
        "may_issue": may_issue_notices(request.hat),
        "may_export": may_export(request.hat),
        "proposes": any(may_propose(request.hat, row.application) for row in found),
    }
    return render(request, "commission/decisions.html", context)


def propose(request: HatRequest, slug: str, application_pk: int) -> HttpResponse:
    call = followed_call(request, slug)
    applications = Application.objects.visible_to(request.hat).with_parties().filter(project__call=call)
    application = get_object_or_404(applications, pk=application_pk)
    decision = Decision.objects.filter(application=application).first()
    ensure(may_propose(request.hat, application, decision))
    candidate = candidate_of(application)
    form = ProposalForm(request.POST or None, initial=initial_of(candidate))
    if request.method == "POST" and form.is_valid():
        lapsed = live_approvals(decision)
        try:
            made = propose_decision(application, **form.cleaned_data, by=request.hat)
        except (EnvelopeExceeded, BeyondTheRule) as refusal:
            form.add_error("complement", refusal.reason)
        except GapUnexplained as refusal:
            form.add_error("gap_reason", refusal.reason)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, told(made, [given.get_party_display() for given in lapsed]))
            return redirect("commission:decisions", slug=call.slug)
    context = {
        "call": call,
        "row": candidate,
        "form": form,
        "missing": missing_reviews(application),
        "envelope": envelope_now(call),
    }
    return render(request, "commission/propose.html", context)


def initial_of(candidate: Candidate) -> dict[str, Any]:
    """The present proposal, else nothing; the complement is the rule's as long as none was chosen."""
    decision, share = candidate.decision, candidate.share
    by_rule = share.complement if share else None
    if decision is None:
        return {"seen": 0, "complement": by_rule}
    return {
        "seen": decision.revision,
        "outcome": decision.outcome,
        "complement": by_rule if decision.by_rule is None else decision.complement,
        "gap_reason": decision.gap_reason,
        "rank": decision.rank,
        "reason": decision.reason,
    }


def told(decision: Decision, lapsed: list[str]) -> str:
    text = f"Décision proposée pour la région {decision.application.project.region} : {stated(decision)}."
    if lapsed:
        text += f" La validation déjà donnée ({listed(lapsed)}) est caduque : elle est à redonner."
    return text


def propose_by_rule(request: HatRequest, slug: str) -> HttpResponse:
    """Retain several fiches together, each with what the rule gives it; all or none, and only as shown."""
    call = followed_call(request, slug)
    everyone = candidates(call)
    ready = [row for row in everyone if row.open and row.standing.complete]
    for row in ready:
        ensure(may_propose(request.hat, row.application, row.decision))
    asked = request.POST.getlist("fiche")
    chosen = [row for row in ready if request.method == "GET" or str(row.application.pk) in asked]
    chosen = fitting(call, everyone, chosen)
    form = RuleProposalForm(request.POST or None)
    changed = request.method == "POST" and request.POST.get("shown") != as_shown(chosen)
    if request.method == "POST" and chosen and not changed and form.is_valid():
        try:
            propose_together(chosen, reason=form.cleaned_data["reason"], by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{counted(len(chosen), 'décision proposée', 'décisions proposées')}.")
            return redirect("commission:decisions", slug=call.slug)
    context = {
        "call": call,
        "rows": ready,
        "chosen": chosen,
        "shown": as_shown(chosen),
        "changed": changed,
        "total": sum(row.share.total for row in chosen if row.share),
        "form": form,
        "envelope": envelope_now(call),
    }
    return render(request, "commission/propose_by_rule.html", context)


def as_shown(rows: list[Candidate]) -> str:
    """The fiches and their amounts: what comes back must be what the person saw."""
    return " ".join(f"{row.application.pk}:{row.share.total}" for row in rows if row.share)


@require_POST
def approve(request: HatRequest, pk: int) -> HttpResponse:
    """A proposal that changed since it was read, or is already validated, ends on a 409 page."""
    decision = get_object_or_404(Decision.objects.visible_to(request.hat).with_parties(), pk=pk)
    form = RevisionForm(request.POST)
    ensure(may_follow_commission(request.hat))
    made = approve_decision(decision, form.cleaned_data["revision"] if form.is_valid() else 0, by=request.hat)
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
        seen = RevisionForm({"revision": asked.get(str(decision.pk), "")})
        if not seen.is_valid():
            continue
        try:
            approve_decision(decision, seen.cleaned_data["revision"], by=request.hat)
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
    ensure(may_approve(request.hat, decision))
    form = ReturnForm(request.POST or None, initial={"revision": decision.revision})
    if request.method == "POST" and form.is_valid():
        try:
            made = send_back(decision, **form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"La décision pour la région {made.application.project.region} est renvoyée.")
            return redirect("commission:decisions", slug=made.application.project.call.slug)
    return render(request, "commission/return_decision.html", {"decision": decision, "form": form})


def export(request: HatRequest, slug: str) -> HttpResponse:
    call = followed_call(request, slug)
    ensure(may_export(request.hat))
    today = timezone.localdate()
    return xlsx_response(f"decisions-{call.slug}-{today:%Y-%m-%d}.xlsx", [decisions_sheet(candidates(call))])
