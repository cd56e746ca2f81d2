"""How every page of a log finds its project, and what stands around its forms."""

from typing import Any

from accounts.middleware import HatRequest
from core.form_page import FormPage
from core.verdicts import OutOfTurn
from regions.models import RegionalProject
from regions.views.projects import followed_project, project_page
from worklog.permissions import NOT_RETAINED

LOG = [("Jours", "worklog:log")]


def logged_project(request: HatRequest, project_pk: int) -> RegionalProject:
    """A project that the hat may follow (else 404) and that lives (else 409)."""
    project = followed_project(request, project_pk)
    if getattr(project, "award", None) is None:
        raise OutOfTurn(NOT_RETAINED)
    return project


def log_page(project: RegionalProject, title: str, submit: str, template: str, **context: Any) -> FormPage:
    context = {"styles": "css/worklog.css", **context}
    return project_page(project, "worklog", LOG, title, submit, template=template, context=context)
