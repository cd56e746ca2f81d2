"""A project's stages and milestones on one page, and what the pair says of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form, redirect_saying
from core.wording import day
from fieldwork import stages
from fieldwork.experimenting import experiments
from fieldwork.forms.stages import ProgressForm, ReplanForm
from fieldwork.gantt import gantt
from fieldwork.models import Milestone
from fieldwork.stages import Stage, stages_of
from records.journal import last_edit
from regions.models import RegionalProject
from regions.permissions import may_close_project, may_run_project
from regions.views.projects import award_of, followed_project, project_page
from worklog.breakdown import days_by_stage

PAGE = 25
STAGES = [("Étapes et jalons", "fieldwork:stages")]


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
    return redirect_saying(request, done, "fieldwork:stages", project.pk)


def stages_form(project: RegionalProject, title: str, submit: str, **around: Any) -> FormPage:
    return project_page(project, "stages", STAGES, title, submit, **around)


def progress(request: HatRequest, project_pk: int, stage_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    stage = stage_or_404(project, stage_pk)
    plan = stage.plan

    def last_progress() -> str:
        return last_edit(stage_or_404(project, stage_pk).progress or plan)()

    planned = f" Plan : du {day(plan.starts_on)} au {day(plan.ends_on)}." if plan.starts_on and plan.ends_on else ""
    return answer_form(
        request,
        lambda data, _: ProgressForm(data, stage=stage_or_404(project, stage_pk)),
        page=stages_form(
            project,
            f"{stage.term} : avancement",
            "Enregistrer l'avancement",
            intro=f"{stage.term.definition}{planned}",
        ),
        right=may_run_project(request.hat, project),
        edits=award_of(project),
        last_edit=last_progress,
        deed=lambda form: stages.record_progress(
            project, stage.term, **form.cleaned_data, by=request.hat, now=timezone.now()
        ),
        done=lambda _: back(request, project, f"« {stage.term} » est à jour."),
    )


def replan(request: HatRequest, project_pk: int, stage_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    stage = stage_or_404(project, stage_pk)

    def last_plan() -> str:
        return last_edit([stage.plan, *stage_or_404(project, stage_pk).former][-1])()

    return answer_form(
        request,
        lambda data, _: ReplanForm(data, stage=stage_or_404(project, stage_pk)),
        page=stages_form(
            project,
            f"{stage.term} : changer le plan",
            "Enregistrer le nouveau plan",
            intro="Le plan précédent reste visible, avec la raison du changement. La fiche déposée ne change pas.",
        ),
        right=may_run_project(request.hat, project),
        edits=award_of(project),
        last_edit=last_plan,
        deed=lambda form: stages.replan(project, stage.term, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: back(request, project, f"« {stage.term} » a un nouveau plan."),
    )
