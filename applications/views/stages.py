"""The days and dates of the six stages: each field saves itself, or the button saves them all."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from accounts.middleware import HatRequest
from applications.forms.stages import StagesForm
from applications.models import Application
from applications.tables import stages_context
from applications.views.tables import answer_table
from calls.enums import SectionKind
from regions.planning import plan_stage, plans_by_stage

SUMS = ("applications/tables/_stages_total.html", "applications/tables/_stages_sum.html")


def stages_page(request: HatRequest, pk: int) -> HttpResponse:
    def save(form: StagesForm, held: Application) -> None:
        for stage, values in form.changed_plans():
            plan_stage(held.project, stage, **values)

    return answer_table(
        request,
        pk,
        SectionKind.STAGES,
        lambda held, data: StagesForm(data, plans=plans_by_stage(held.project)),
        summary="Jours et dates par étape modifiés",
        save=save,
        drawn=lambda held: "".join(render_to_string(part, stages_context(held.project)) for part in SUMS),
        done="Les étapes sont enregistrées.",
    )
