"""What waits for a pair in the field: milestones, stages, conclusions; and what the other half did."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import Membership
from core.watch import Followed, Todo, once
from core.wording import PARIS, listed
from fieldwork.enums import StageState
from fieldwork.milestones import SOON
from fieldwork.models import Deliverable, Hypothesis, Milestone
from fieldwork.stages import by_project
from regions.desk import awarded_projects, stage_plans
from regions.models import RegionalProject, StagePlan


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if not hat.regional:
        return []
    projects = [project for project in once(awarded_projects, hat) if project.award.closed_on is None]
    today = now.astimezone(PARIS).date()
    return [*milestones(projects, today), *stages(projects, once(stage_plans, hat), today), *conclusions(projects)]


def stages_page(project: RegionalProject) -> str:
    return reverse("fieldwork:stages", args=[project.pk])


def milestones(projects: list[RegionalProject], today: date) -> list[Todo]:
    """Those that are late or come soon."""
    known = {project.pk: project for project in projects}
    waiting = Milestone.objects.filter(project__in=known, done_on=None, due_on__lte=today + SOON)
    return [
        Todo(
            label="Dire où en est un jalon en retard" if row.due_on < today else "Dire où en est un jalon",
            subject=f"{row.title} – {known[row.project_id].region}",
            url=f"{stages_page(known[row.project_id])}#jalon-{row.pk}",
            due=datetime.combine(row.due_on, time(23, 59), tzinfo=PARIS),
            detail="Marquez-le comme atteint, ou reportez-le en disant pourquoi." if row.due_on < today else "",
            urgent=row.due_on < today,
        )
        for row in waiting
    ]


def stages(projects: list[RegionalProject], plans: Sequence[StagePlan], today: date) -> list[Todo]:
    """One line for each project with late stages."""
    planned = by_project(projects, today, plans=plans)
    late = {
        project: [stage.term.label for stage in planned[project.pk] if stage.state == StageState.LATE]
        for project in projects
    }
    return [
        Todo(
            label="Mettre à jour les étapes",
            subject=str(project),
            url=f"{stages_page(project)}#etapes",
            detail=f"En retard sur leur plan : {listed(labels)}. Notez leur début ou leur fin, ou changez le plan.",
        )
        for project, labels in late.items()
        if labels
    ]


def conclusions(projects: list[RegionalProject]) -> list[Todo]:
    """Hypotheses whose every milestone is behind and that still say nothing."""
    known = {project.pk: project for project in projects if project.call.phase.measures}
    to_come = Milestone.objects.filter(project=OuterRef("project"), done_on=None)
    done = Milestone.objects.filter(project=OuterRef("project")).exclude(done_on=None)
    waiting = Hypothesis.objects.filter(Exists(done), ~Exists(to_come), project__in=known, conclusion="")
    return [
        Todo(
            label="Écrire la conclusion d'une hypothèse",
            subject=f"{row.statement} – {known[row.project_id].region}",
            url=f"{reverse('fieldwork:experiment', args=[row.project_id])}#hypothese-{row.pk}",
            detail="Tous les jalons du projet sont atteints.",
        )
        for row in waiting
    ]


DELIVERED = ["fieldwork.attach_deliverable", "fieldwork.expect_deliverable"]


def followed(hat: Membership) -> list[Followed]:
    """Deliverables attached meanwhile, for the pair and for those who follow every project."""
    rows = Deliverable.objects.filter(milestone__project__in=RegionalProject.objects.followed_by(hat))
    return [Followed("fieldwork.deliverable", rows, DELIVERED, deliverable_pages)]


def deliverable_pages(keys: Sequence[str]) -> dict[str, str]:
    """One query, when there is any."""
    rows = Deliverable.objects.filter(pk__in=keys) if keys else Deliverable.objects.none()
    return {
        str(pk): f"{reverse('fieldwork:stages', args=[project])}#jalon-{milestone}"
        for pk, project, milestone in rows.values_list("pk", "milestone__project", "milestone")
    }
