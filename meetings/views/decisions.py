"""Decisions: taken in a meeting, followed across meetings."""

from django.db.models import F
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.form_page import answer_form, redirect_saying
from core.list_page import ListPage, Nothing, show_list
from meetings import deciding
from meetings.forms.day import DecisionForm, SettleForm
from meetings.forms.filtering import DecisionFilters
from meetings.guards import ensure_live, ensure_open_minutes, latest_minutes
from meetings.models import MeetingDecision
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, meeting_or_404, page_of
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone
from regions.models import RegionalProject
from regions.views.projects import followed_project


def decision_or_404(project: RegionalProject, meeting_decision_pk: int) -> MeetingDecision:
    """A decision of this project's meetings; another's does not exist."""
    rows = MeetingDecision.objects.filter(meeting__project=project).select_related("meeting")
    return of_project(row_or_gone(rows, meeting_decision_pk, project=project.pk), project)


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


def strike(request: HatRequest, project_pk: int, meeting_decision_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    decision = decision_or_404(project, meeting_decision_pk)
    meeting = decision.meeting
    return ask_to_remove(
        request,
        page_of(
            project,
            f"Retirer la décision {decision.number} ?",
            "Retirer la décision",
            meeting,
            back="minutes",
            keep="Garder la décision",
            intro=f"« {decision.text} »",
            consequences=["Les décisions suivantes remontent d'un rang."],
        ),
        right=may_run_meetings(request.hat, project),
        turn=lambda: ensure_open_minutes(meeting),
        deed=lambda: deciding.strike(decision, by=request.hat),
        done=f"La décision {decision.number} est retirée.",
        to=("meetings:minutes", project.pk, meeting.pk),
    )


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
        turn=lambda: ensure_live(meeting),
        edits=decision,
        under=meeting,
        last_edit=last_edit(meeting, data__decision=decision.pk),
        deed=lambda form: deciding.settle(decision, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(
            request, f"La décision {decision.number} du {meeting} est à jour.", "meetings:decisions", project.pk
        ),
    )
