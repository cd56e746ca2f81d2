"""Correcting a sealed row, setting the day rate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.verdicts import Refused, ensure
from core.wording import PARIS, day, days, euros
from worklog.calendar import month_of
from worklog.correcting import correct as correct_row
from worklog.correcting import ensure_correctable, standing_days
from worklog.forms.acts import CorrectionForm, RateForm
from worklog.models import DayRate, WorkDay
from worklog.permissions import may_log_days, may_set_day_rate
from worklog.rates import Rates, set_rate
from worklog.views.projects import logged_project


def correct(request: HatRequest, project_pk: int, workday_pk: int) -> HttpResponse:
    """A counter-entry beside a sealed row."""
    project, now = logged_project(request, project_pk), timezone.now()
    row = get_object_or_404(WorkDay.objects.in_full(), project=project, pk=workday_pk)
    ensure(may_log_days(request.hat, project))
    ensure_correctable(row)
    row.project = project
    worth, today = standing_days(row), now.astimezone(PARIS).date()
    form = CorrectionForm(request.POST or None, initial={"days_worked": worth, "on": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = correct_row(row, **form.cleaned_data, by=request.hat, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            text = (
                f"Contre-écriture au {day(made.worked_on)} : {days(worth)} du {day(row.worked_on)} deviennent "
                f"{days(form.cleaned_data['days_worked'])}."
                if made
                else "La ligne disait déjà cela : rien n'a été écrit."
            )
            messages.success(request, text)
            return redirect("worklog:statement", project.pk, f"{month_of(row.worked_on):%Y-%m}")
    context = {"project": project, "row": row, "worth": worth, "form": form}
    return render(request, "worklog/correct.html", context)


def rates(request: HatRequest, project_pk: int) -> HttpResponse:
    """The Aract's rates, for who follows the project; its signatory sets them."""
    project, now = logged_project(request, project_pk), timezone.now()
    today = now.astimezone(PARIS).date()
    verdict = may_set_day_rate(request.hat, project)
    form = RateForm(request.POST or None, today=today, initial={"year": today.year})
    if request.method == "POST":
        ensure(verdict)
        if form.is_valid():
            try:
                made = set_rate(project, **form.cleaned_data, by=request.hat, now=now)
            except Refused as refusal:
                form.add_error("amount", refusal.reason)
            else:
                messages.success(request, f"Le tarif de {made.year} est de {euros(made.amount)} par jour.")
                return redirect("worklog:rates", project.pk)
    context = {
        "project": project,
        "form": form,
        "verdict": verdict,
        "rates": DayRate.objects.filter(aract=project.aract_id).select_related("set_by__user", "set_by__organisation"),
        "rate": Rates([project]).of(project.pk, today.year),
        "year": today.year,
    }
    return render(request, "worklog/rates.html", context)
