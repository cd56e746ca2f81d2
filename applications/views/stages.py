"""The days and dates of the six stages: each field saves itself, or the button saves them all."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import HatRequest
from applications.fiche_edit import edit
from applications.forms.stages import StagesForm
from applications.tables import section_url, stages_context
from applications.views.sections import render_section, saved_in
from applications.views.tables import back, fiche_to_write, section_of
from calls.enums import SectionKind
from core.autosave import answer_draft
from records.journal import last_edit
from regions.planning import plan_stage, plans_by_stage

KIND = SectionKind.STAGES
SUMMARY = "Jours et dates par étape modifiés"


@require_http_methods(["GET", "POST"])
def plan(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    if request.method == "GET":
        return redirect(section_url(fiche, KIND))
    part, now = section_of(fiche, KIND), timezone.now()

    def save(form: StagesForm, held: Any) -> None:
        for stage, values in form.changed_plans():
            plan_stage(held.project, stage, **values)

    return answer_draft(
        request,
        fiche,
        lambda held, data: StagesForm(data, plans=plans_by_stage(held.project)),
        hold=lambda: edit(fiche, KIND, by=request.hat, now=now, summary=SUMMARY),
        last_edit=last_edit(fiche, summary=SUMMARY),
        save=save,
        around=lambda _, held: saved_in(
            held, part, render_to_string("applications/tables/_stages_total.html", stages_context(held.project))
        ),
        page=lambda form, status: render_section(request, fiche, part, table={"form": form}, status=status),
        done=lambda _: back(request, fiche, KIND, "Les étapes sont enregistrées."),
        zone=fiche.project.call.zone,
    )
