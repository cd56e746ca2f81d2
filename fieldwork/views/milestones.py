"""Milestones and deliverables of a project."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.form_page import answer_form
from core.wording import counted, day
from fieldwork import milestones
from fieldwork.forms.stages import AttachmentForm, DeliverableForm, MilestoneForm, MoveForm, ReachForm
from fieldwork.models import Deliverable, Milestone
from fieldwork.views.stages import back, stages_form
from records import documents
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone
from regions.models import RegionalProject
from regions.permissions import may_run_project
from regions.views.participants import project_to_run
from regions.views.projects import award_of, followed_project


def add_milestone(request: HatRequest, project_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    return answer_form(
        request,
        lambda data, _: MilestoneForm(data, project=project),
        page=stages_form(project, "Ajouter un jalon", "Ajouter le jalon"),
        right=may_run_project(request.hat, project),
        deed=lambda form: milestones.add_milestone(project, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda row: back(request, project, f"Le jalon « {row} » est ajouté."),
    )


@require_POST
def propose_milestones(request: HatRequest, project_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    rows = milestones.propose_milestones(project, by=request.hat, now=timezone.now())
    taken = counted(len(rows), "jalon est repris", "jalons sont repris")
    return back(request, project, f"{taken} du plan : à déplacer, à compléter.")


def milestone_or_404(project: RegionalProject, pk: int) -> Milestone:
    """A milestone of this project; another project's does not exist."""
    row = row_or_gone(Milestone.objects.filter(project=project).select_related("stage"), pk, project=project.pk)
    row.project = project
    return row


def about(milestone: Milestone) -> str:
    return f"Jalon « {milestone} », prévu le {day(milestone.due_on)}."


def move_milestone(request: HatRequest, project_pk: int, milestone_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    milestone = milestone_or_404(project, milestone_pk)
    return answer_form(
        request,
        lambda data, _: MoveForm(data, initial={"due_on": milestone.due_on}),
        page=lambda _: stages_form(project, "Reporter un jalon", "Reporter le jalon", intro=about(milestone)),
        right=may_run_project(request.hat, project),
        turn=lambda: milestones.ensure_ahead(milestone),
        edits=milestone,
        under=award_of(project),
        last_edit=last_edit(milestone),
        deed=lambda form: milestones.move_milestone(milestone, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda row: back(request, project, f"Le jalon « {row} » a une nouvelle échéance."),
    )


def reach_milestone(request: HatRequest, project_pk: int, milestone_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    milestone = milestone_or_404(project, milestone_pk)
    return answer_form(
        request,
        lambda data, _: ReachForm(data, initial={"on": milestone.done_on or timezone.localdate()}),
        page=lambda _: stages_form(project, "Jalon atteint", "Marquer comme atteint", intro=about(milestone)),
        right=may_run_project(request.hat, project),
        edits=milestone,
        under=award_of(project),
        last_edit=last_edit(milestone),
        deed=lambda form: milestones.reach_milestone(
            milestone, **form.cleaned_data, by=request.hat, now=timezone.now()
        ),
        done=lambda row: back(request, project, f"Le jalon « {row} » est atteint."),
    )


def remove_milestone(request: HatRequest, project_pk: int, milestone_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    milestone = milestone_or_404(project, milestone_pk)
    return ask_to_remove(
        request,
        stages_form(
            project,
            f"Retirer le jalon « {milestone} » ?",
            "Retirer le jalon",
            keep="Garder le jalon",
            intro=about(milestone),
            consequences=what_goes(milestone),
        ),
        right=may_run_project(request.hat, project),
        turn=lambda: milestones.ensure_removable(milestone),
        deed=lambda: milestones.remove_milestone(milestone, by=request.hat, now=timezone.now()),
        done=f"Le jalon « {milestone} » est retiré.",
        to=("fieldwork:stages", project.pk),
    )


def what_goes(milestone: Milestone) -> list[str]:
    """What is removed with a milestone, in sentences."""
    moves = milestone.moves.count()
    expected = [f"Le livrable attendu « {row} » est retiré avec lui." for row in milestone.deliverables.all()]
    return expected + ([f"{counted(moves, 'report')} et leur raison sont retirés avec lui."] if moves else [])


def expect_deliverable(request: HatRequest, project_pk: int, milestone_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    milestone = milestone_or_404(project, milestone_pk)
    return answer_form(
        request,
        DeliverableForm,
        page=stages_form(project, "Ajouter un livrable", "Ajouter le livrable", intro=about(milestone)),
        right=may_run_project(request.hat, project),
        refusal_at="upload",
        deed=lambda form: milestones.expect_deliverable(
            milestone, **form.cleaned_data, by=request.hat, now=timezone.now()
        ),
        done=lambda row: back(request, project, f"Le livrable « {row} » est ajouté."),
    )


def deliverable_or_404(project: RegionalProject, pk: int) -> Deliverable:
    rows = Deliverable.objects.filter(milestone__project=project)
    row = row_or_gone(rows.select_related("milestone", "document"), pk, project=project.pk)
    row.milestone.project = project
    return row


def deliverable(request: HatRequest, project_pk: int, deliverable_pk: int) -> HttpResponseBase:
    """The document itself, for those who follow the project."""
    row = deliverable_or_404(followed_project(request, project_pk), deliverable_pk)
    if row.document is None:
        raise Http404("Ce livrable est encore attendu.")
    return documents.serve(row.document)


def attach_deliverable(request: HatRequest, project_pk: int, deliverable_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    row = deliverable_or_404(project, deliverable_pk)
    return answer_form(
        request,
        AttachmentForm,
        page=stages_form(
            project,
            f"Joindre le livrable « {row} »",
            "Joindre le livrable",
            intro=about(row.milestone),
            consequences=documents.what_is_replaced(row.document),
            seen=documents.mark_of(row.document),
        ),
        right=may_run_project(request.hat, project),
        refusal_at="upload",
        deed=lambda form: milestones.attach_deliverable(
            row, form.cleaned_data["upload"], by=request.hat, now=timezone.now(), seen=request.POST.get("vu")
        ),
        done=lambda row: back(request, project, f"Le livrable « {row} » est joint."),
    )
