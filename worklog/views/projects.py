"""How every page of a log finds its project."""

from accounts.middleware import HatRequest
from core.verdicts import OutOfTurn
from regions.models import RegionalProject
from regions.views.projects import followed_project
from worklog.permissions import NOT_RETAINED


def logged_project(request: HatRequest, project_pk: int) -> RegionalProject:
    """A project that the hat may follow (else 404) and that lives (else 409)."""
    project = followed_project(request, project_pk)
    if getattr(project, "award", None) is None:
        raise OutOfTurn(NOT_RETAINED)
    return project
