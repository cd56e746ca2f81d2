"""The days and dates of the six stages, saved field by field as one leaves them, or all at once by the button."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import HatRequest
from applications.fiche_edit import edit
from applications.forms.stages import StageForm
from applications.models import Application
from applications.tables import section_url, stages_context
from applications.views.sections import render_section
from applications.views.tables import back, fiche_to_write, section_of
from calls.enums import SectionKind
from core.verdicts import Refused
from regions.models import RegionalProject
from regions.planning import plan_stage, plans_by_stage

KIND = SectionKind.STAGES


@require_http_methods(["GET", "POST"])
def plan(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    if request.method == "GET":
        return redirect(section_url(fiche, KIND))
    forms, refusal = save(request, fiche)
    # Lines that were written are drawn again; only the others come back as typed.
    fresh = plans_by_stage(fiche.project)
    drawn = [form if refusal or form.errors else StageForm(plan=row) for form, row in zip(forms, fresh, strict=True)]
    if "HX-Request" in request.headers:
        return saved_cells(request, fiche, drawn, refusal)
    if refusal or any(form.errors for form in forms):
        table = {"forms": drawn, "faulty": [form for form in drawn if form.errors], "refusal": refusal}
        return render_section(request, fiche, section_of(fiche, KIND), table=table)
    return back(request, fiche, KIND, "Les étapes sont enregistrées.")


def typed(request: HatRequest, project: RegionalProject) -> list[StageForm]:
    return [StageForm(request.POST, plan=row) for row in plans_by_stage(project)]


def save(request: HatRequest, fiche: Application) -> tuple[list[StageForm], str]:
    """Write what changed in the valid lines; the forms, and the reason if the whole is refused.

    What was typed is compared with the rows under the fiche's lock, so that two saves at once lose nothing (case 5).
    """
    try:
        with edit(fiche, KIND, by=request.hat, now=timezone.now(), summary="Jours et dates par étape modifiés") as held:
            forms = typed(request, held.project)
            for form in forms:
                if form.is_valid() and form.has_changed():
                    plan_stage(held.project, form.stage, **form.merged())
    except Refused as refusal:
        return typed(request, fiche.project), refusal.reason
    return forms, ""


def saved_cells(request: HatRequest, fiche: Application, forms: list[StageForm], refusal: str) -> HttpResponse:
    """For htmx: the total, and for the fields sent, what was saved or refused; the fields themselves stay in place."""
    cells = [cell for form in forms for cell in form.cells() if cell.bound.html_name in request.POST]
    context = {
        "cells": cells,
        "refusal": refusal,
        "days": stages_context(fiche.project, forms)["days"],
        "at": timezone.now(),
        "failed": refusal or any(cell.bound.errors for cell in cells),
    }
    return render(request, "applications/tables/_stages_saved.html", context)
