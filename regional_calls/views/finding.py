"""How the pair's pages find their call: through the project, and the rest through the call."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.middleware import HatRequest
from regional_calls.models import Expression, RegionalCall
from regions.models import RegionalProject
from regions.views.projects import followed_project


def call_of(request: HatRequest, project_pk: int, regional_call_pk: int) -> RegionalCall:
    """The call with its project, if this hat may follow the project; another region's does not exist (case 32)."""
    project = followed_project(request, project_pk)
    return through(project, get_object_or_404(project.regional_calls.all(), pk=regional_call_pk))


def through(project: RegionalProject, call: RegionalCall) -> RegionalCall:
    call.project = project
    return call


def expression_of(call: RegionalCall, expression_pk: int) -> Expression:
    """An expression handed in to this call; a draft or a withdrawn one does not exist for the pair."""
    expression = get_object_or_404(call.expressions.handed_in().in_full(), pk=expression_pk)
    expression.call = call
    return expression


def to_call(call: RegionalCall, block: str = "") -> HttpResponse:
    response = redirect("regional_calls:call", call.project_id, call.pk)
    if block:
        response["Location"] += f"#{block}"
    return response


def page_of(call: RegionalCall, **more: Any) -> dict[str, Any]:
    """What every page of a call shows."""
    return {"call": call, "project": call.project, **more}
