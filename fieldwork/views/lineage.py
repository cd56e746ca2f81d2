"""The link between a project and the one before: structures in common, orientations, and who has priority."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from fieldwork.enums import DeliverableKind
from fieldwork.models import Deliverable
from regions.permissions import may_answer_contest, may_contest_priority, may_set_priority
from regions.priority import conditions, judge
from regions.views.projects import followed_project

PAGE = 25


def lineage(request: HatRequest, project_pk: int) -> HttpResponse:
    """What the earlier project brought: structures in common, orientations, and who has priority (R68–R69, R88)."""
    project = followed_project(request, project_pk)
    standing = judge(project, timezone.localdate())
    earlier = project.previous
    orientations = Deliverable.objects.filter(milestone__project=earlier, kind=DeliverableKind.ORIENTATION)
    context = {
        "project": project,
        "earlier": earlier,
        "standing": standing,
        "conditions": conditions(standing.rule),
        "page": Paginator(standing.lines, PAGE).get_page(request.GET.get("page")),
        "orientations": orientations.exclude(document=None).select_related("document") if earlier else [],
        "may_contest": bool(standing.lines) and may_contest_priority(request.hat, standing.lines[0].participation),
        "may_answer": may_answer_contest(request.hat, project.call),
        "may_set": may_set_priority(request.hat, project.call),
    }
    return render(request, "fieldwork/lineage.html", context)
