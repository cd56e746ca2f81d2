"""How every page of a project's life finds its project, and what stands around its forms."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.middleware import HatRequest
from core.form_page import FormPage
from regions.models import Award, RegionalProject


def followed_project(request: HatRequest, project_pk: int) -> RegionalProject:
    """The project with its parties, if this hat may follow it; another region's does not exist (404, case 32)."""
    return get_object_or_404(RegionalProject.objects.followed_by(request.hat).with_parties(), pk=project_pk)


def award_of(project: RegionalProject) -> Award | None:
    """What every deed of a project's life locks first, if the project lives."""
    return getattr(project, "award", None)


def project_page(
    project: RegionalProject, tab: str, above: Sequence[tuple[str, str]], title: str, submit: str, **around: Any
) -> FormPage:
    """What stands around a form: `above` are (label, URL name) of the pages over it, and one goes back to the last."""
    crumbs = [(label, reverse(name, args=[project.pk])) for label, name in ((project.title, "project"), *above)]
    context = {"project": project, "tab": tab, **around.pop("context", {})}
    return FormPage(title, submit, crumbs[-1][1], crumbs=crumbs, context=context, **around)
