"""Decisions: taken in a meeting, followed across meetings."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from core.list_page import ListPage, Nothing, show_list
from core.verdicts import Refused, ensure
from meetings import deciding
from meetings.forms.day import DecisionForm, SettleForm
from meetings.forms.filtering import DecisionFilters
from meetings.guards import ensure_open_minutes, latest_minutes
from meetings.models import MeetingDecision
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, editing, meeting_to_run
from regions.models import RegionalProject
from regions.views.projects import followed_project


def decision_or_404(project: RegionalProject, meeting_decision_pk: int) -> MeetingDecision:
    """A decision of this project's meetings; another's does not exist."""
    rows = MeetingDecision.objects.filter(meeting__project=project).select_related("meeting")
    return of_project(get_object_or_404(rows, pk=meeting_decision_pk), project)


@require_safe
def decisions(request: HatRequest, project_pk: int) -> HttpResponse:
    """The most pressing first: what is late, then what is due, then what has no date."""
    project = followed_project(request, project_pk)
    form = DecisionFilters(request.GET)
    rows = form.narrow(MeetingDecision.objects.filter(meeting__project=project).select_related("meeting"))
    around = ListPage(
        "meetings/decisions.html",
        "Décisions des réunions",
        counted="décision",
        crumbs=[
            (project.title, reverse("project", args=[project.pk])),
            ("Réunions", reverse("meetings:meetings", args=[project.pk])),
        ],
        nothing=Nothing(
            "Aucune décision à suivre",
            "Les décisions notées dans les comptes rendus s'affichent ici, les plus pressantes d'abord.",
        ),
        context={"project": project, "tab": "meetings", "styles": "css/meetings.css"},
    )
    return show_list(
        request,
        rows.order_by(F("due_on").asc(nulls_last=True), "meeting__starts_at", "number"),
        around,
        form=form,
        lines=lambda page: [of_project(decision, project) for decision in page],
        today=timezone.localdate(),
        may_run=may_run_meetings(request.hat, project),
    )


def of_project(decision: MeetingDecision, project: RegionalProject) -> MeetingDecision:
    decision.meeting.project = project
    return decision


@editing
def decide(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_to_run(request, project_pk, meeting_pk)
    ensure_open_minutes(row)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = deciding.decide(row, form.wording(), by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Décision {made.number} enregistrée.")
            if "encore" in request.POST:
                return redirect("meetings:decide", row.project_id, row.pk)
            return redirect("meetings:minutes", row.project_id, row.pk)
    return render(request, "meetings/decide.html", {"project": row.project, "meeting": row, "form": form})


@editing
def reword(request: HatRequest, project_pk: int, meeting_decision_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    ensure(may_run_meetings(request.hat, project))
    decision = decision_or_404(project, meeting_decision_pk)
    ensure_open_minutes(decision.meeting)
    form = DecisionForm(request.POST or None, decision=decision)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.reword(decision, form.wording(), by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, decision.meeting, f"Décision {decision.number} modifiée.", to="minutes")
    context = {"project": project, "meeting": decision.meeting, "decision": decision, "form": form}
    return render(request, "meetings/reword.html", context)


@require_POST
def strike(request: HatRequest, project_pk: int, meeting_decision_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    ensure(may_run_meetings(request.hat, project))
    decision = decision_or_404(project, meeting_decision_pk)
    deciding.strike(decision, by=request.hat, now=timezone.now())
    return back(request, decision.meeting, f"La décision {decision.number} est retirée.", to="minutes")


@editing
def settle(request: HatRequest, project_pk: int, meeting_decision_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    ensure(may_run_meetings(request.hat, project))
    decision = decision_or_404(project, meeting_decision_pk)
    today = timezone.localdate()
    initial = {"done_on": decision.done_on or today, "outcome": decision.outcome}
    form = SettleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            deciding.settle(
                decision, done_on=typed["done_on"], outcome=typed["outcome"], by=request.hat, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"La décision {decision.number} du {decision.meeting} est à jour.")
            return redirect("meetings:decisions", project.pk)
    context = {
        "project": project,
        "meeting": decision.meeting,
        "decision": decision,
        "frozen": not getattr(latest_minutes(decision.meeting), "is_draft", False),
        "form": form,
    }
    return render(request, "meetings/settle.html", context)
