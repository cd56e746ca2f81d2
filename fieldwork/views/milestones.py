"""Milestones and deliverables of a project."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.forms import PortalForm
from core.verdicts import Refused
from core.wording import counted
from fieldwork import milestones
from fieldwork.forms.stages import AttachmentForm, DeliverableForm, MilestoneForm, MoveForm, ReachForm
from fieldwork.models import Deliverable, Milestone
from fieldwork.views.stages import back, editing
from records import documents
from regions.models import RegionalProject
from regions.views.participants import project_to_run
from regions.views.projects import followed_project


@editing
def add(request: HatRequest, project_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = milestones.add_milestone(project, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, f"Le jalon « {row} » est ajouté.")
    return page(request, project, form, "Ajouter un jalon", "Ajouter le jalon")


def page(
    request: HatRequest, project: RegionalProject, form: PortalForm, title: str, submit_label: str, **more: Any
) -> HttpResponse:
    context = {"project": project, "form": form, "title": title, "submit_label": submit_label, **more}
    return render(request, "fieldwork/milestone.html", context)


@require_POST
def propose(request: HatRequest, project_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    made = milestones.propose_milestones(project, by=request.hat, now=timezone.now())
    return back(
        request,
        project,
        f"{counted(len(made), 'jalon est repris', 'jalons sont repris')} du plan : à déplacer, à compléter.",
    )


def milestone_or_404(project: RegionalProject, pk: int) -> Milestone:
    """A milestone of this project; another project's does not exist."""
    row = get_object_or_404(Milestone.objects.filter(project=project).select_related("stage"), pk=pk)
    row.project = project
    return row


@editing
def move(request: HatRequest, project_pk: int, milestone_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    milestone = milestone_or_404(project, milestone_pk)
    form = MoveForm(request.POST or None, initial={"due_on": milestone.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            milestones.move_milestone(milestone, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, f"Le jalon « {milestone} » a une nouvelle échéance.")
    return page(request, project, form, "Reporter un jalon", "Reporter le jalon", milestone=milestone)


@editing
def reach(request: HatRequest, project_pk: int, milestone_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    milestone = milestone_or_404(project, milestone_pk)
    form = ReachForm(request.POST or None, initial={"on": milestone.done_on or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            milestones.reach_milestone(milestone, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, f"Le jalon « {milestone} » est atteint.")
    return page(request, project, form, "Jalon atteint", "Marquer comme atteint", milestone=milestone)


@require_POST
def remove(request: HatRequest, project_pk: int, milestone_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    milestone = milestone_or_404(project, milestone_pk)
    milestones.remove_milestone(milestone, by=request.hat, now=timezone.now())
    return back(request, project, f"Le jalon « {milestone} » est retiré.")


@editing
def expect(request: HatRequest, project_pk: int, milestone_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    milestone = milestone_or_404(project, milestone_pk)
    form = DeliverableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = milestones.expect_deliverable(milestone, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error("upload", refusal.reason)
        else:
            return back(request, project, f"Le livrable « {row} » est ajouté.")
    return page(request, project, form, "Ajouter un livrable", "Ajouter le livrable", milestone=milestone)


def deliverable_or_404(project: RegionalProject, pk: int) -> Deliverable:
    rows = Deliverable.objects.filter(milestone__project=project)
    row = get_object_or_404(rows.select_related("milestone", "document"), pk=pk)
    row.milestone.project = project
    return row


def deliverable(request: HatRequest, project_pk: int, deliverable_pk: int) -> HttpResponseBase:
    """The document itself, for those who follow the project."""
    row = deliverable_or_404(followed_project(request, project_pk), deliverable_pk)
    if row.document is None:
        raise Http404("Ce livrable est encore attendu.")
    return documents.serve(row.document)


@editing
def attach(request: HatRequest, project_pk: int, deliverable_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    row = deliverable_or_404(project, deliverable_pk)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            milestones.attach_deliverable(row, form.cleaned_data["upload"], by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error("upload", refusal.reason)
        else:
            return back(request, project, f"Le livrable « {row} » est joint.")
    return page(
        request, project, form, "Joindre un livrable", "Joindre le livrable", milestone=row.milestone, deliverable=row
    )
