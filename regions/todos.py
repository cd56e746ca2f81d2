"""What waits for establishments, pairs and secretaries around the structures of a project."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core.watch import Followed, Todo, once
from regions.desk import pair_projects
from regions.models import Participation, PriorityContest

# As `applications.enums` names it; this room lies below and only compares the state.
DRAFT = "draft"
MOST_CONTESTS = 50


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if hat.role == Role.CONTACT:
        return commitments(hat)
    if hat.is_national(Role.SECRETARY):
        return contests_to_answer()
    return staff_to_find(hat, now) if hat.regional else []


def contests_to_answer() -> list[Todo]:
    """Priorities that pairs contest (R68), the oldest first."""
    rows = PriorityContest.objects.filter(answered_at=None, participation__project__call__concluded_at=None)
    people = ("participation__establishment", "participation__project__region", "contested_by__organisation")
    return [
        Todo(
            label="Répondre à une contestation de priorité",
            subject=f"{row.participation.establishment.name} – {row.participation.project.region}",
            url=reverse("regions:answer_contest", args=[row.participation.project_id, row.participation_id]),
            detail=f"Contestée par {row.contested_by}.",
        )
        for row in rows.select_related(*people).order_by("contested_at", "pk")[:MOST_CONTESTS]
    ]


def commitments(hat: Membership) -> list[Todo]:
    """Commitments that the establishment has not confirmed yet."""
    joined_afterwards = Q(project__award__closed_on=None, joined_on__gt=F("project__award__awarded_on"))
    waiting = (
        Participation.objects.visible_to(hat)
        .present()
        .filter(Q(project__call__concluded_at=None) | joined_afterwards, confirmed_at=None)
        .select_related("establishment", "project__call", "project__region")
    )
    return [
        Todo(
            label="Confirmer votre engagement",
            subject=f"{row.establishment.name} – {row.project.title}",
            url=f"{reverse('regions:participations')}#participation-{row.pk}",
            due=None if row.project.call.concluded_at else row.project.call.closes_at,
            detail=f"{row.project.call.title}, région {row.project.region}.",
        )
        for row in waiting
    ]


def staff_to_find(hat: Membership, now: datetime) -> list[Todo]:
    """Draft projects whose collective has members but no staff representative (R40)."""
    projects = [
        project
        for project in once(pair_projects, hat)
        if project.lacks_staff
        and project.call.opens_at <= now < project.call.closes_at
        and hasattr(project, "application")
        and project.application.state == DRAFT
    ]
    return [
        Todo(
            label="Trouver une représentation du personnel",
            subject=f"Collectif régional – {project.title}",
            url=reverse("applications:application", args=[project.application.pk]),
            due=project.call.closes_at,
            detail="Le collectif n'a encore aucun élu du personnel ; la fiche ne serait pas complète.",
        )
        for project in projects
    ]


def followed(hat: Membership) -> list[Followed]:
    """For the pair: structures that committed themselves meanwhile, and contests that were answered."""
    if not hat.regional:
        return []
    own = Participation.objects.visible_to(hat)
    contests = PriorityContest.objects.filter(participation__in=own)
    return [
        Followed("regions.participation", own, ["regions.confirm"], fiche_pages),
        Followed("regions.prioritycontest", contests, ["regions.answer_contest"], lineage_pages),
    ]


def lineage_pages(keys: Sequence[str]) -> dict[str, str]:
    """One query, when there is any."""
    rows = PriorityContest.objects.filter(pk__in=keys) if keys else PriorityContest.objects.none()
    there = rows.values_list("pk", "participation__project")
    return {str(pk): reverse("fieldwork:lineage", args=[project]) for pk, project in there}


def fiche_pages(keys: Sequence[str]) -> dict[str, str]:
    """One query, when there is any."""
    rows = Participation.objects.filter(pk__in=keys) if keys else Participation.objects.none()
    there = rows.values_list("pk", "project__application")
    return {str(pk): reverse("applications:application", args=[fiche]) for pk, fiche in there if fiche}
