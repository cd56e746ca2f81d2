"""A project's stages and milestones on one page, and what the pair says of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import HatRequest
from core.verdicts import Refused
from fieldwork import stages
from fieldwork.experimenting import experiments
from fieldwork.forms.stages import ProgressForm, ReplanForm
from fieldwork.gantt import gantt
from fieldwork.models import Milestone
from fieldwork.stages import Stage, stages_of
from regions.models import RegionalProject
from regions.permissions import may_close_project, may_run_project
from regions.views.participants import project_to_run
from regions.views.projects import followed_project
from worklog.breakdown import days_by_stage

PAGE = 25
editing = require_http_methods(["GET", "HEAD", "POST"])


def stages_page(request: HatRequest, project_pk: int) -> HttpResponse:
    """Where the project stands: the Gantt, its stages one by one, its milestones."""
    project = followed_project(request, project_pk)
    today = timezone.localdate()
    granted = getattr(project, "award", None)
    lines = stages_of(project, today, done_days=days_by_stage(project))
    milestones = list(
        Milestone.objects.filter(project=project)
        .select_related("stage")
        .prefetch_related("deliverables__document", "moves")
    )
    page = Paginator(list(enumerate(milestones, start=1)), PAGE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "stages": lines,
        "gantt": gantt(lines, milestones, today, running=granted is not None and granted.closed_on is None),
        "page": page,
        "milestones": milestones,
        "reached": sum(row.done_on is not None for row in milestones),
        "today": today,
        "verdict": may_run_project(request.hat, project),
        "may_close": may_close_project(request.hat, project),
        "experiments": experiments(project),
    }
    return render(request, "fieldwork/stages.html", context)


def stage_or_404(project: RegionalProject, stage_pk: int) -> Stage:
    """A stage of this project, planned or not."""
    found = [line for line in stages_of(project, timezone.localdate()) if line.term.pk == stage_pk]
    if not found:
        raise Http404("Cette étape n'existe pas.")
    return found[0]


def back(request: HatRequest, project: RegionalProject, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("fieldwork:stages", project.pk)


@editing
def progress(request: HatRequest, project_pk: int, stage_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    stage = stage_or_404(project, stage_pk)
    form = ProgressForm(request.POST or None, stage=stage)
    if request.method == "POST" and form.is_valid():
        try:
            stages.record_progress(project, stage.term, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, f"« {stage.term} » est à jour.")
    return render(request, "fieldwork/progress.html", {"project": project, "stage": stage, "form": form})


@editing
def replan(request: HatRequest, project_pk: int, stage_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    stage = stage_or_404(project, stage_pk)
    form = ReplanForm(request.POST or None, stage=stage)
    if request.method == "POST" and form.is_valid():
        try:
            stages.replan(project, stage.term, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, f"« {stage.term} » a un nouveau plan.")
    return render(request, "fieldwork/replan.html", {"project": project, "stage": stage, "form": form})
