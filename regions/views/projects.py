"""How every page of a project's life finds its project."""

from django.shortcuts import get_object_or_404

from accounts.middleware import HatRequest
from regions.models import RegionalProject


def followed_project(request: HatRequest, project_pk: int) -> RegionalProject:
    """The project with its parties, if this hat may follow it; another region's does not exist (404, case 32)."""
    return get_object_or_404(RegionalProject.objects.followed_by(request.hat).with_parties(), pk=project_pk)
