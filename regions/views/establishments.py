"""A structure of the directory: all that the portal knows of it, and where it takes part."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from accounts.models import Membership
from directory.models import Establishment
from directory.permissions import may_change_members
from regions.models import Participation, RegionalProject
from regions.permissions import may_follow_project

PAGE = 25
MEMBERS_SHOWN = 100


def participations_of(establishment: Establishment, hat: Membership) -> Any:
    """Where an establishment takes or took part: retained projects, which are public, and those the hat follows."""
    followed = RegionalProject.objects.followed_by(hat).values("pk")
    rows = Participation.objects.filter(establishment=establishment)
    known = rows.filter(Q(project__award__isnull=False) | Q(project__in=followed))
    return known.in_full().with_leaders().select_related("project__award").order_by("-project__call__opens_at", "-pk")


@require_safe
def establishment(request: HatRequest, establishment_pk: int) -> HttpResponse:
    """All that the portal knows of a structure, and where it takes part."""
    visible = Establishment.objects.visible_to(request.hat).select_related("region", "legal_entity", "source")
    shown = get_object_or_404(visible, pk=establishment_pk)
    page = Paginator(participations_of(shown, request.hat), PAGE).get_page(request.GET.get("page"))
    lines = [
        {"participation": row, "followed": may_follow_project(request.hat, row.project)} for row in page.object_list
    ]
    context = {
        "establishment": shown,
        "page": page,
        "lines": lines,
        "members": shown.members.all()[:MEMBERS_SHOWN],
        "groupings": shown.groupings.all()[:MEMBERS_SHOWN],
        "may_change_members": may_change_members(request.hat, shown),
    }
    return render(request, "regions/establishment.html", context)
