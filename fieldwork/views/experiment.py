"""What an experiment supposes, measures and concludes."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.forms import PortalForm
from core.verdicts import Refused
from fieldwork import experimenting
from fieldwork.curve import Curve, curve
from fieldwork.forms.experiment import ConclusionForm, HypothesisForm, IndicatorForm, MeasureForm
from fieldwork.models import Hypothesis, Indicator, Measure
from fieldwork.views.stages import editing
from regions.models import RegionalProject
from regions.permissions import may_run_project
from regions.views.participants import project_to_run
from regions.views.projects import followed_project

PAGE = 10


@dataclass(frozen=True)
class Reading:
    """An indicator with its current measures, those that were replaced, and its curve."""

    indicator: Indicator
    measures: list[Measure]
    replaced: list[Measure]
    curve: Curve | None


def reading(indicator: Indicator) -> Reading:
    rows = list(indicator.measures.all())
    gone = {row.replaces_id for row in rows}
    current = [row for row in rows if row.pk not in gone]
    return Reading(indicator, current, [row for row in rows if row.pk in gone], curve(indicator, current))


def experiment_of(project: RegionalProject) -> RegionalProject:
    """The project if it experiments; an exploration has no such page."""
    if not experimenting.experiments(project):
        raise Http404("Ce projet est une exploration.")
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


def experiment_to_run(request: HatRequest, project_pk: int) -> RegionalProject:
    return experiment_of(project_to_run(request, project_pk))


def back(request: HatRequest, project: RegionalProject, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("fieldwork:experiment", project.pk)


def page(
    request: HatRequest, project: RegionalProject, form: PortalForm, title: str, submit_label: str, **more: Any
) -> HttpResponse:
    context = {"project": project, "form": form, "title": title, "submit_label": submit_label, **more}
    return render(request, "fieldwork/experiment_form.html", context)


@editing
def suppose(request: HatRequest, project_pk: int) -> HttpResponse:
    project = experiment_to_run(request, project_pk)
    form = HypothesisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            experimenting.suppose(project, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, "L'hypothèse est ajoutée : dites maintenant comment la mesurer.")
    return page(request, project, form, "Poser une hypothèse", "Poser l'hypothèse")


def hypothesis_or_404(project: RegionalProject, pk: int) -> Hypothesis:
    row = get_object_or_404(Hypothesis.objects.filter(project=project), pk=pk)
    row.project = project
    return row


@editing
def add_indicator(request: HatRequest, project_pk: int, hypothesis_pk: int) -> HttpResponse:
    project = experiment_to_run(request, project_pk)
    hypothesis = hypothesis_or_404(project, hypothesis_pk)
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = experimenting.add_indicator(hypothesis, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error("target", refusal.reason)
        else:
            return back(request, project, f"L'indicateur « {row} » est ajouté.")
    return page(request, project, form, "Ajouter un indicateur", "Ajouter l'indicateur", hypothesis=hypothesis)


@editing
def conclude(request: HatRequest, project_pk: int, hypothesis_pk: int) -> HttpResponse:
    project = experiment_to_run(request, project_pk)
    hypothesis = hypothesis_or_404(project, hypothesis_pk)
    form = ConclusionForm(request.POST or None, hypothesis=hypothesis)
    if request.method == "POST" and form.is_valid():
        try:
            experimenting.conclude(hypothesis, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, "La conclusion est enregistrée.")
    return page(request, project, form, "Conclure une hypothèse", "Enregistrer la conclusion", hypothesis=hypothesis)


def indicator_or_404(project: RegionalProject, pk: int) -> Indicator:
    rows = Indicator.objects.filter(hypothesis__project=project).select_related("hypothesis")
    row = get_object_or_404(rows, pk=pk)
    row.hypothesis.project = project
    return row


@editing
def measure(request: HatRequest, project_pk: int, indicator_pk: int) -> HttpResponse:
    project = experiment_to_run(request, project_pk)
    indicator = indicator_or_404(project, indicator_pk)
    form = MeasureForm(request.POST or None, initial={"measured_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            row = experimenting.measure(indicator, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, f"La mesure de « {row.indicator} » est ajoutée.")
    return page(
        request,
        project,
        form,
        "Ajouter une mesure",
        "Ajouter la mesure",
        hypothesis=indicator.hypothesis,
        indicator=indicator,
    )


@editing
def correct(request: HatRequest, project_pk: int, measure_pk: int) -> HttpResponse:
    project = experiment_to_run(request, project_pk)
    rows = Measure.objects.filter(indicator__hypothesis__project=project).select_related("indicator__hypothesis")
    wrong = get_object_or_404(rows, pk=measure_pk)
    wrong.indicator.hypothesis.project = project
    form = MeasureForm(request.POST or None, wrong=wrong)
    if request.method == "POST" and form.is_valid():
        try:
            experimenting.correct_measure(wrong, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, "La mesure est corrigée ; la valeur remplacée reste dans l'historique.")
    return page(
        request,
        project,
        form,
        "Corriger une mesure",
        "Corriger la mesure",
        hypothesis=wrong.indicator.hypothesis,
        indicator=wrong.indicator,
        wrong=wrong,
    )


@require_POST
def withdraw_hypothesis(request: HatRequest, project_pk: int, hypothesis_pk: int) -> HttpResponse:
    project = experiment_to_run(request, project_pk)
    hypothesis = hypothesis_or_404(project, hypothesis_pk)
    experimenting.withdraw_hypothesis(hypothesis, by=request.hat, now=timezone.now())
    return back(request, project, "L'hypothèse est retirée.")


@require_POST
def withdraw_indicator(request: HatRequest, project_pk: int, indicator_pk: int) -> HttpResponse:
    project = experiment_to_run(request, project_pk)
    indicator = indicator_or_404(project, indicator_pk)
    experimenting.withdraw_indicator(indicator, by=request.hat, now=timezone.now())
    return back(request, project, f"L'indicateur « {indicator} » est retiré.")
