"""What an experiment supposes, measures and concludes."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.drawing import Drawing
from core.form_page import FormPage, answer_form, redirect_saying
from core.wording import day
from fieldwork import experimenting
from fieldwork.curve import curve
from fieldwork.forms.experiment import ConclusionForm, HypothesisForm, IndicatorForm, MeasureForm
from fieldwork.models import Hypothesis, Indicator, Measure
from fieldwork.templatetags.fieldwork import measured
from fieldwork.views.stages import STAGES
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone
from regions.models import RegionalProject
from regions.permissions import may_run_project
from regions.views.projects import award_of, followed_project, project_page

PAGE = 10


@dataclass(frozen=True)
class Reading:
    """An indicator with its current measures, those that were replaced, and its curve."""

    indicator: Indicator
    measures: list[Measure]
    replaced: list[Measure]
    curve: Drawing | None


def reading(indicator: Indicator) -> Reading:
    rows = list(indicator.measures.all())
    gone = {row.replaces_id for row in rows}
    current = [row for row in rows if row.pk not in gone]
    return Reading(indicator, current, [row for row in rows if row.pk in gone], curve(indicator, current))


def experiment_of(project: RegionalProject) -> RegionalProject:
    """The project if it experiments; an exploration has no such page."""
    if not experimenting.experiments(project):
        raise Http404("La phase de ce projet ne mesure pas d'hypothèses.")
    return project


def experiment(request: HatRequest, project_pk: int) -> HttpResponse:
    project = experiment_of(followed_project(request, project_pk))
    rows = Hypothesis.objects.filter(project=project).prefetch_related(
        "indicators__measures__by__organisation", "indicators__measures__replaces"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "hypothesis": row,
            "readings": [reading(indicator) for indicator in row.indicators.all()],
        }
        for row in page
    ]
    context = {
        "project": project,
        "page": page,
        "lines": lines,
        "verdict": may_run_project(request.hat, project),
        "to_conclude": Hypothesis.objects.filter(project=project, conclusion="").count(),
    }
    return render(request, "fieldwork/experiment.html", context)


EXPERIMENT = [*STAGES, ("Expérimentation", "fieldwork:experiment")]


def experiment_form(project: RegionalProject, title: str, submit: str, **around: Any) -> FormPage:
    return project_page(project, "stages", EXPERIMENT, title, submit, **around)


def back(request: HatRequest, project: RegionalProject, done: str) -> HttpResponse:
    return redirect_saying(request, done, "fieldwork:experiment", project.pk)


def suppose(request: HatRequest, project_pk: int) -> HttpResponse:
    project = experiment_of(followed_project(request, project_pk))
    return answer_form(
        request,
        HypothesisForm,
        page=experiment_form(project, "Poser une hypothèse", "Poser l'hypothèse"),
        right=may_run_project(request.hat, project),
        deed=lambda form: experimenting.suppose(project, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: back(request, project, "L'hypothèse est ajoutée : dites maintenant comment la mesurer."),
    )


def hypothesis_or_404(project: RegionalProject, pk: int) -> Hypothesis:
    row = row_or_gone(Hypothesis.objects.filter(project=project), pk, project=project.pk)
    row.project = project
    return row


def add_indicator(request: HatRequest, project_pk: int, hypothesis_pk: int) -> HttpResponse:
    project = experiment_of(followed_project(request, project_pk))
    hypothesis = hypothesis_or_404(project, hypothesis_pk)
    return answer_form(
        request,
        IndicatorForm,
        page=experiment_form(
            project, "Ajouter un indicateur", "Ajouter l'indicateur", intro=f"Hypothèse : {hypothesis}"
        ),
        right=may_run_project(request.hat, project),
        refusal_at="target",
        deed=lambda form: experimenting.add_indicator(
            hypothesis, **form.cleaned_data, by=request.hat, now=timezone.now()
        ),
        done=lambda row: back(request, project, f"L'indicateur « {row} » est ajouté."),
    )


def conclude(request: HatRequest, project_pk: int, hypothesis_pk: int) -> HttpResponse:
    project = experiment_of(followed_project(request, project_pk))
    hypothesis = hypothesis_or_404(project, hypothesis_pk)
    return answer_form(
        request,
        lambda data, _: ConclusionForm(data, hypothesis=hypothesis),
        page=experiment_form(
            project,
            "Écrire la conclusion d'une hypothèse",
            "Enregistrer la conclusion",
            intro=f"Hypothèse : {hypothesis}",
        ),
        right=may_run_project(request.hat, project),
        edits=hypothesis,
        under=award_of(project),
        last_edit=last_edit(hypothesis),
        deed=lambda form: experimenting.conclude(hypothesis, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: back(request, project, "La conclusion est enregistrée."),
    )


def indicator_or_404(project: RegionalProject, pk: int) -> Indicator:
    rows = Indicator.objects.filter(hypothesis__project=project).select_related("hypothesis")
    row = row_or_gone(rows, pk, project=project.pk)
    row.hypothesis.project = project
    return row


def about(indicator: Indicator) -> str:
    target = "" if indicator.target is None else f", cible {measured(indicator.target, indicator.unit)}"
    unit = f" ({indicator.unit})" if indicator.unit else ""
    return f"Hypothèse : {indicator.hypothesis} – {indicator}{unit}{target}."


def measure(request: HatRequest, project_pk: int, indicator_pk: int) -> HttpResponse:
    project = experiment_of(followed_project(request, project_pk))
    indicator = indicator_or_404(project, indicator_pk)
    return answer_form(
        request,
        lambda data, _: MeasureForm(data, initial={"measured_on": timezone.localdate()}),
        page=experiment_form(project, "Ajouter une mesure", "Ajouter la mesure", intro=about(indicator)),
        right=may_run_project(request.hat, project),
        deed=lambda form: experimenting.measure(indicator, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda row: back(request, project, f"La mesure de « {row.indicator} » est ajoutée."),
    )


def correct_measure(request: HatRequest, project_pk: int, measure_pk: int) -> HttpResponse:
    project = experiment_of(followed_project(request, project_pk))
    rows = Measure.objects.filter(indicator__hypothesis__project=project).select_related("indicator__hypothesis")
    wrong = get_object_or_404(rows, pk=measure_pk)
    indicator = wrong.indicator
    indicator.hypothesis.project = project
    value = measured(wrong.value, indicator.unit)
    return answer_form(
        request,
        lambda data, _: MeasureForm(data, wrong=wrong),
        page=experiment_form(
            project,
            "Corriger une mesure",
            "Corriger la mesure",
            intro=about(indicator),
            consequences=[
                f"La mesure du {day(wrong.measured_on)} ({value}) sera remplacée ; elle reste dans l'historique."
            ],
        ),
        right=may_run_project(request.hat, project),
        turn=lambda: experimenting.ensure_current(wrong),
        deed=lambda form: experimenting.correct_measure(wrong, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: back(request, project, "La mesure est corrigée ; la valeur remplacée reste dans l'historique."),
    )


def withdraw_hypothesis(request: HatRequest, project_pk: int, hypothesis_pk: int) -> HttpResponse:
    project = experiment_of(followed_project(request, project_pk))
    hypothesis = hypothesis_or_404(project, hypothesis_pk)
    return ask_to_remove(
        request,
        experiment_form(
            project,
            "Retirer l'hypothèse ?",
            "Retirer l'hypothèse",
            keep="Garder l'hypothèse",
            consequences=[f"« {hypothesis} » n'est plus mise à l'épreuve."],
        ),
        right=may_run_project(request.hat, project),
        turn=lambda: experimenting.ensure_hypothesis_removable(hypothesis),
        deed=lambda: experimenting.withdraw_hypothesis(hypothesis, by=request.hat, now=timezone.now()),
        done="L'hypothèse est retirée.",
        to=("fieldwork:experiment", project.pk),
    )


def withdraw_indicator(request: HatRequest, project_pk: int, indicator_pk: int) -> HttpResponse:
    project = experiment_of(followed_project(request, project_pk))
    indicator = indicator_or_404(project, indicator_pk)
    return ask_to_remove(
        request,
        experiment_form(
            project,
            "Retirer l'indicateur ?",
            "Retirer l'indicateur",
            keep="Garder l'indicateur",
            intro=about(indicator),
            consequences=[f"« {indicator} » ne mesure plus l'hypothèse."],
        ),
        right=may_run_project(request.hat, project),
        turn=lambda: experimenting.ensure_indicator_removable(indicator),
        deed=lambda: experimenting.withdraw_indicator(indicator, by=request.hat, now=timezone.now()),
        done=f"L'indicateur « {indicator} » est retiré.",
        to=("fieldwork:experiment", project.pk),
    )
