"""Decisions: taken in a meeting, followed across meetings."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from core.form_page import answer_form, said
from core.verdicts import ensure
from meetings import deciding
from meetings.forms.day import DecisionForm, SettleForm
from meetings.guards import ensure_open_minutes, latest_minutes
from meetings.models import MeetingDecision
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, meeting_or_404, page_of
from records.journal import last_edit
from regions.models import RegionalProject
from regions.views.projects import followed_project

PAGE = 25
CHOICES = {"": "À suivre", "faites": "Faites", "toutes": "Toutes"}


def decision_or_404(project: RegionalProject, meeting_decision_pk: int) -> MeetingDecision:
    """A decision of this project's meetings; another's does not exist."""
    rows = MeetingDecision.objects.filter(meeting__project=project).select_related("meeting")
    decision: MeetingDecision = get_object_or_404(rows, pk=meeting_decision_pk)
    decision.meeting.project = project
    return decision


@require_safe
def decisions(request: HatRequest, project_pk: int) -> HttpResponse:
    """The most pressing first: what is late, then what is due, then what has no date."""
    project = followed_project(request, project_pk)
    chosen = request.GET.get("etat", "")
    chosen = chosen if chosen in CHOICES else ""
    rows = MeetingDecision.objects.filter(meeting__project=project).select_related("meeting")
    if chosen == "":
        rows = rows.to_follow()
    elif chosen == "faites":
        rows = rows.exclude(done_on=None)
    ordered = rows.order_by(F("due_on").asc(nulls_last=True), "meeting__starts_at", "number")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    for decision in page:
        decision.meeting.project = project
    context = {
        "project": project,
        "page": page,
        "chosen": chosen,
        "choices": CHOICES.items(),
        "today": timezone.localdate(),
        "may_run": may_run_meetings(request.hat, project),
    }
    return render(request, "meetings/decisions.html", context)


def decide(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    to = "decide" if "encore" in request.POST else "minutes"
    return answer_form(
        request,
        lambda data, _: DecisionForm(data),
        page=page_of(
            row.project,
            "Noter une décision",
            "Noter la décision",
            row,
            back="minutes",
            again="Noter puis en saisir une autre",
            intro="La décision prend le numéro suivant de la réunion ; "
            "sa suite se dira ensuite dans la liste des décisions.",
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: ensure_open_minutes(row),
        deed=lambda form: deciding.decide(row, form.wording(), by=request.hat),
        done=lambda decision: back(request, row, f"Décision {decision.number} enregistrée.", to=to),
    )


def reword(request: HatRequest, project_pk: int, meeting_decision_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    decision = decision_or_404(project, meeting_decision_pk)
    meeting = decision.meeting
    return answer_form(
        request,
        lambda data, _: DecisionForm(data, decision=decision),
        page=page_of(
            project,
            "Modifier une décision",
            "Enregistrer la décision",
            meeting,
            back="minutes",
            intro=f"Décision {decision.number}. Elle se fige avec l'approbation du compte rendu.",
        ),
        right=may_run_meetings(request.hat, project),
        turn=lambda: ensure_open_minutes(meeting),
        edits=decision,
        under=meeting,
        last_edit=last_edit(meeting, data__decision=decision.pk),
        deed=lambda form: deciding.reword(decision, form.wording(), by=request.hat),
        done=lambda _: back(request, meeting, f"Décision {decision.number} modifiée.", to="minutes"),
    )


@require_POST
def strike(request: HatRequest, project_pk: int, meeting_decision_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    ensure(may_run_meetings(request.hat, project))
    decision = decision_or_404(project, meeting_decision_pk)
    deciding.strike(decision, by=request.hat, now=timezone.now())
    return back(request, decision.meeting, f"La décision {decision.number} est retirée.", to="minutes")


def settle(request: HatRequest, project_pk: int, meeting_decision_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    decision = decision_or_404(project, meeting_decision_pk)
    meeting = decision.meeting
    return answer_form(
        request,
        lambda data, _: SettleForm(
            data, initial={"done_on": decision.done_on or timezone.localdate(), "outcome": decision.outcome}
        ),
        page=page_of(
            project,
            "Dire la suite d'une décision",
            "Enregistrer la suite",
            meeting,
            template="meetings/settle.html",
            context={"decision": decision, "frozen": not getattr(latest_minutes(meeting), "is_draft", False)},
        ),
        right=may_run_meetings(request.hat, project),
        edits=decision,
        under=meeting,
        last_edit=last_edit(meeting, data__decision=decision.pk),
        deed=lambda form: deciding.settle(decision, **form.cleaned_data, by=request.hat),
        done=lambda _: said(
            request, f"La décision {decision.number} du {meeting} est à jour.", "meetings:decisions", project.pk
        ),
    )
