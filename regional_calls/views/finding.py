"""How the pair's pages find their call: through the project, and the rest through the call."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.middleware import HatRequest
from core.form_page import FormPage
from core.verdicts import OutOfTurn
from regional_calls.enums import ExpressionState
from regional_calls.models import Expression, RegionalCall
from regions.models import RegionalProject
from regions.views.projects import followed_project, project_page

ABOVE = [("Appel régional", "regional_calls:calls")]


def call_of(request: HatRequest, project_pk: int, regional_call_pk: int) -> RegionalCall:
    """The call with its project, if this hat may follow the project; another region's does not exist (case 32)."""
    project = followed_project(request, project_pk)
    return through(project, get_object_or_404(project.regional_calls.all(), pk=regional_call_pk))


def through(project: RegionalProject, call: RegionalCall) -> RegionalCall:
    call.project = project
    return call


def expression_of(call: RegionalCall, expression_pk: int) -> Expression:
    """An expression handed in to this call; a draft does not exist for the pair, one taken back says so."""
    expression = get_object_or_404(call.expressions.exclude(state=ExpressionState.DRAFT).in_full(), pk=expression_pk)
    if expression.state == ExpressionState.WITHDRAWN:
        raise OutOfTurn("Cette réponse a été retirée par la structure.")
    expression.call = call
    return expression


def to_call(request: HatRequest, call: RegionalCall, done: str = "", block: str = "") -> HttpResponse:
    """To the call, or to a block of its page, saying what was done."""
    if done:
        messages.success(request, done)
    response = redirect("regional_calls:call", call.project_id, call.pk)
    if block:
        response["Location"] += f"#{block}"
    return response


def form_page(call: RegionalCall, title: str, submit: str, **around: Any) -> FormPage:
    """What stands around a form on a call, whose page is the way back."""
    page = project_page(call.project, "regional_call", ABOVE, title, submit, **around)
    back = reverse("regional_calls:call", args=[call.project_id, call.pk])
    context = {"call": call, "styles": "css/regional_calls.css", **page.context}
    return replace(page, back=back, crumbs=[*page.crumbs, (call.title, back)], context=context)


def page_of(call: RegionalCall, **more: Any) -> dict[str, Any]:
    """What every page of a call shows."""
    return {"call": call, "project": call.project, **more}
