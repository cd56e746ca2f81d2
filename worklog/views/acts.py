"""Correcting a sealed row, setting the day rates."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.form_page import answer_form, redirect_saying
from core.wording import PARIS, day, days, euros
from records.journal import last_edit
from regions.views.projects import project_page
from worklog.calendar import month_of
from worklog.correcting import correct as correct_row
from worklog.correcting import ensure_correctable, standing_days
from worklog.forms.acts import CorrectionForm, RatesForm
from worklog.models import DayRate, WorkDay
from worklog.permissions import may_log_days, may_set_day_rate
from worklog.rates import Rates, set_rate
from worklog.views.projects import LOG, log_page, logged_project

STATEMENTS = [*LOG, ("Relevés mensuels", "worklog:months")]


def correct(request: HatRequest, project_pk: int, workday_pk: int) -> HttpResponse:
    """A counter-entry beside a sealed row."""
    project, now = logged_project(request, project_pk), timezone.now()
    row = get_object_or_404(WorkDay.objects.in_full(), project=project, pk=workday_pk)
    worth, today = standing_days(row), now.astimezone(PARIS).date()
    return answer_form(
        request,
        lambda data, _: CorrectionForm(data, initial={"days_worked": standing_days(row), "on": today}),
        page=lambda _: project_page(
            project,
            "worklog",
            STATEMENTS,
            "Corriger une ligne scellée",
            "Inscrire l'écriture de correction",
            template="worklog/correct.html",
            context={"row": row, "worth": standing_days(row), "styles": "css/worklog.css"},
        ),
        right=may_log_days(request.hat, project),
        turn=lambda: ensure_correctable(row),
        edits=row,
        under=project.award,
        last_edit=lambda: last_correction(row),
        deed=lambda form: correct_row(row, **form.cleaned_data, by=request.hat, now=now),
        done=lambda counter_entry: to_statement(request, row, worth, counter_entry),
    )


def last_correction(row: WorkDay) -> str:
    return last_edit(row.counter_entries.order_by("pk").last() or row)()


def to_statement(request: HatRequest, row: WorkDay, worth: Decimal, counter_entry: WorkDay | None) -> HttpResponse:
    words = (
        f"Écriture de correction au {day(counter_entry.worked_on)} : {days(worth)} du {day(row.worked_on)} deviennent "
        f"{days(standing_days(row))}."
        if counter_entry
        else "La ligne disait déjà cela : rien n'a été écrit."
    )
    return redirect_saying(request, words, "worklog:statement", row.project_id, f"{month_of(row.worked_on):%Y-%m}")


def rates(request: HatRequest, project_pk: int) -> HttpResponse:
    """The Aract's rates, for who follows the project; its signatory sets them."""
    project, today = logged_project(request, project_pk), timezone.localdate(timezone=PARIS)
    verdict = may_set_day_rate(request.hat, project)
    rows = DayRate.objects.filter(aract=project.aract_id)
    page = log_page(
        project,
        "Tarif journalier",
        "Enregistrer les tarifs",
        "worklog/rates.html",
        verdict=verdict,
        rates=rows.select_related("set_by__user", "set_by__organisation"),
        rate=Rates([project]).of(project.pk, today.year),
        year=today.year,
    )
    if request.method in {"GET", "HEAD"} and not verdict:
        return render(request, page.template, {"page": page, **page.context})
    return answer_form(
        request,
        lambda data, _: RatesForm(data, rates=dict(rows.values_list("year", "amount")), today=today),
        page=page,
        right=verdict,
        edits=project.aract,
        last_edit=lambda: last_set(rows),
        deed=lambda form: [
            set_rate(project, year=year, amount=amount, by=request.hat) for year, amount in form.new_rates().items()
        ],
        done=lambda changed: redirect_saying(request, rates_sentence(changed), "worklog:rates", project.pk),
    )


def last_set(rows: QuerySet[DayRate]) -> str:
    rate = rows.order_by("set_at").last()
    return last_edit(rate)() if rate else ""


def rates_sentence(rates: Iterable[DayRate]) -> str:
    sentences = [f"Le tarif de {rate.year} est de {euros(rate.amount)} par jour." for rate in rates]
    return " ".join(sentences) or "Aucun tarif n'a changé."
