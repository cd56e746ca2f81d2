"""The pair's pages of its regional call: list, write, publish, postpone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from core.form_page import answer_form
from core.verdicts import ensure
from core.wording import deadline
from records.journal import last_edit
from regional_calls import opening, preparing
from regional_calls.announcing import blockers
from regional_calls.calendar import standing
from regional_calls.enums import RegionalPhase
from regional_calls.figures import figures
from regional_calls.forms.call import RegionalCallForm, RegionalPostponementForm
from regional_calls.models import RegionalCall
from regional_calls.permissions import (
    may_announce,
    may_edit_regional_call,
    may_prepare_regional_call,
    may_read_expressions,
    may_read_regional_calls,
    may_run_regional_call,
    may_sort_expressions,
    may_take_in,
)
from regional_calls.retaining import retained
from regional_calls.views.finding import ABOVE, call_of, form_page, page_of, to_call
from regional_calls.views.public import public_context
from regions.views.projects import followed_project, project_page

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
        questions=shown.questions.all(),
        figures=figures(shown) if shown.published_at else None,
        gaps=opening.gaps(shown, now) if may_edit else [],
        may_edit=may_edit,
        may_run=may_run_regional_call(request.hat, shown),
        may_read=may_read_expressions(request.hat, shown),
        moves_closing=where.phase in {RegionalPhase.ANNOUNCED, RegionalPhase.OPEN},
        sorting=sorting,
        may_announce=may_announce(request.hat, shown),
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


def create(request: HatRequest, project_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    zone = RegionalCall(time_zone=project.region.time_zone).zone
    return answer_form(
        request,
        lambda data, _: RegionalCallForm(data, zone=zone, initial={"contact_email": project.aract.email}),
        page=project_page(
            project,
            "regional_call",
            ABOVE,
            "Préparer un appel régional",
            "Enregistrer le brouillon",
            intro=f"Région {project.region}. L'ARS et l'Aract écrivent toutes deux ce brouillon ; les thèmes et les "
            "documents s'ajoutent à la page suivante.",
        ),
        right=may_prepare_regional_call(request.hat, project),
        turn=lambda: preparing.ensure_none_under_way(project),
        deed=lambda form: preparing.create_call(project, form.cleaned_data, by=request.hat),
        done=lambda made: to_call(
            request, made, "L'appel est en préparation ; personne d'autre que l'ARS et l'Aract ne le voit."
        ),
    )


def edit(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    shown = call_of(request, project_pk, regional_call_pk)
    return answer_form(
        request,
        lambda data, _: RegionalCallForm(data, zone=shown.zone, initial=RegionalCallForm.values_of(shown)),
        page=form_page(
            shown,
            "Modifier l'appel régional",
            "Enregistrer le brouillon",
            intro="Tout peut encore changer jusqu'à la publication.",
        ),
        right=may_edit_regional_call(request.hat, shown),
        edits=shown,
        last_edit=last_edit(shown, deed__in=("regional_calls.create", "regional_calls.edit")),
        deed=lambda form: preparing.edit_call(shown, form.cleaned_data, by=request.hat),
        done=lambda _: to_call(request, shown, "L'appel est enregistré."),
    )


@require_POST
def publish(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    shown = call_of(request, project_pk, regional_call_pk)
    with refusals_told(request):
        opening.publish(shown, by=request.hat)
        messages.success(request, "L'appel est publié. Faites connaître l'adresse de sa page publique.")
    return to_call(request, shown)


def postpone(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    shown = call_of(request, project_pk, regional_call_pk)
    return answer_form(
        request,
        lambda data, _: RegionalPostponementForm(data, zone=shown.zone, initial={"closes_at": shown.closes_at}),
        page=lambda _: form_page(
            shown,
            "Reporter la clôture",
            "Reporter la clôture",
            intro=f"L'appel ferme le {deadline(shown.closes_at, shown.zone)}. Le report est public, avec son motif ; "
            "la clôture ne peut pas être avancée.",
        ),
        right=may_run_regional_call(request.hat, shown),
        turn=lambda: opening.ensure_postponable(shown, timezone.now()),
        edits=shown,
        last_edit=last_edit(shown, deed="regional_calls.postpone"),
        deed=lambda form: opening.postpone(shown, **form.cleaned_data, by=request.hat),
        done=lambda _: to_call(request, shown, "La clôture est reportée ; la page publique le dit, avec son motif."),
    )
