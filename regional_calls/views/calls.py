"""The pair's pages of its regional call: list, write, publish, postpone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from core.verdicts import Refused, ensure
from regional_calls import opening, preparing
from regional_calls.announcing import blockers
from regional_calls.calendar import standing
from regional_calls.enums import RegionalPhase
from regional_calls.figures import figures
from regional_calls.forms.call import PostponementForm, RegionalCallForm
from regional_calls.models import RegionalCall
from regional_calls.permissions import (
    may_edit_regional_call,
    may_prepare_regional_call,
    may_read_expressions,
    may_read_regional_calls,
    may_run_regional_call,
    may_sort_expressions,
    may_take_in,
)
from regional_calls.retaining import retained
from regional_calls.views.finding import call_of, page_of, to_call
from regional_calls.views.public import public_context
from regions.views.projects import followed_project

editing = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 20


@require_safe
def calls(request: HatRequest, project_pk: int) -> HttpResponse:
    """The regional calls of a project; the tab of its pages."""
    project = followed_project(request, project_pk)
    ensure(may_read_regional_calls(request.hat, project))
    rows = project.regional_calls.with_counts().order_by("-opens_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    running = project.regional_calls.filter(announced_at=None).exists()
    context = {
        "project": project,
        "page": page,
        "lines": [(call, standing(call, now)) for call in page],
        "may_begin": bool(may_prepare_regional_call(request.hat, project)) and not running,
    }
    return render(request, "regional_calls/calls.html", context)


@require_safe
def call(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    """All of a call on one page: its state, what to do next, what it holds."""
    shown = call_of(request, project_pk, regional_call_pk)
    ensure(may_read_regional_calls(request.hat, shown.project))
    now = timezone.now()
    where = standing(shown, now)
    may_edit = may_edit_regional_call(request.hat, shown)
    sorting = where.phase == RegionalPhase.SORTING and bool(may_sort_expressions(request.hat, shown))
    context = page_of(
        shown,
        standing=where,
        themes=shown.themes.select_related("term"),
        documents=shown.documents.select_related("document"),
        questions=shown.questions.filter(set_aside_at=None),
        figures=figures(shown) if shown.published_at else None,
        gaps=opening.gaps(shown, now) if may_edit else [],
        may_edit=may_edit,
        may_run=may_run_regional_call(request.hat, shown),
        may_read=may_read_expressions(request.hat, shown),
        moves_closing=where.phase in {RegionalPhase.ANNOUNCED, RegionalPhase.OPEN},
        sorting=sorting,
        blockers=blockers(shown, now) if sorting else [],
        to_enter=retained(shown.project).filter(call=shown).count() if may_take_in(request.hat, shown) else 0,
    )
    return render(request, "regional_calls/call.html", context)


@require_safe
def preview(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    """The public page, before anyone else may see it."""
    shown = call_of(request, project_pk, regional_call_pk)
    ensure(may_read_regional_calls(request.hat, shown.project))
    return render(request, "regional_calls/public_call.html", public_context(shown, preview=True))


@editing
def create(request: HatRequest, project_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    ensure(may_prepare_regional_call(request.hat, project))
    zone = RegionalCall(time_zone=project.region.time_zone).zone
    form = RegionalCallForm(request.POST or None, zone=zone, initial={"contact_email": project.aract.email})
    if request.method == "POST" and form.is_valid():
        try:
            made = preparing.create_call(project, form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "L'appel est en préparation ; personne d'autre que l'ARS et l'Aract ne le voit.")
            return to_call(made)
    return render(request, "regional_calls/create.html", {"form": form, "project": project})


@editing
def edit(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    shown = call_of(request, project_pk, regional_call_pk)
    ensure(may_edit_regional_call(request.hat, shown))
    form = RegionalCallForm(request.POST or None, zone=shown.zone, initial=RegionalCallForm.values_of(shown))
    if request.method == "POST" and form.is_valid():
        try:
            preparing.edit_call(shown, form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "L'appel est enregistré.")
            return to_call(shown)
    return render(request, "regional_calls/edit.html", page_of(shown, form=form))


@require_POST
def publish(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    shown = call_of(request, project_pk, regional_call_pk)
    with refusals_told(request):
        opening.publish(shown, by=request.hat)
        messages.success(request, "L'appel est publié. Faites connaître l'adresse de sa page publique.")
    return to_call(shown)


@editing
def postpone(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    shown = call_of(request, project_pk, regional_call_pk)
    ensure(may_run_regional_call(request.hat, shown))
    form = PostponementForm(request.POST or None, zone=shown.zone)
    if request.method == "POST" and form.is_valid():
        try:
            opening.postpone(shown, **form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "La clôture est reportée ; la page publique le dit, avec son motif.")
            return to_call(shown)
    return render(request, "regional_calls/postpone.html", page_of(shown, form=form))
