"""Statements: the list of months, one period on a page, in XLSX and PDF; sealing and seeing a month."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.wording import PARIS, days, euros
from records.documents import PDF, download
from records.pdf import render as render_pdf
from records.sealing import hash_of
from records.spreadsheets import About, xlsx_response
from regions.models import RegionalProject
from worklog.calendar import month_name
from worklog.models import MonthSeal
from worklog.months import month_lines
from worklog.permissions import may_log_days, may_seal_month, may_see_month
from worklog.sealing import seal as seal_month
from worklog.sealing import seal_turn
from worklog.sealing import see as see_month
from worklog.sheets import statement_sheets
from worklog.statement import DayStatement, content_of, life_months, parsed_period, statement
from worklog.views.projects import logged_project

PAGE = 100


def today_in_paris() -> date:
    return timezone.now().astimezone(PARIS).date()


def months(request: HatRequest, project_pk: int) -> HttpResponse:
    project = logged_project(request, project_pk)
    today = today_in_paris()
    lines = month_lines(project, today)
    seals, sees = may_seal_month(request.hat, project), may_see_month(request.hat, project)
    context = {
        "project": project,
        "lines": lines,
        "years": sorted({month.year for month in life_months(project, today)}, reverse=True),
        "days": sum(line.days for line in lines),
        "amount": sum(line.amount for line in lines),
        "to_seal": [line for line in lines if line.seal is None and not line.turn] if seals else [],
        "to_see": [line for line in lines if line.seal and line.seal.seen_at is None] if sees else [],
    }
    return render(request, "worklog/months.html", context)


def stated_or_404(project: RegionalProject, period: str) -> DayStatement:
    today = today_in_paris()
    found = parsed_period(period, project, today)
    if found is None:
        raise Http404("Le projet n'a pas de relevé pour cette période.")
    return statement(project, found, today)


def statement_page(request: HatRequest, project_pk: int, period: str) -> HttpResponse:
    project = logged_project(request, project_pk)
    stated = stated_or_404(project, period)
    return render(request, "worklog/statement.html", statement_context(request, stated))


def statement_context(request: HatRequest, stated: DayStatement) -> dict[str, Any]:
    project, made = stated.project, stated.seal
    month = stated.period.first if stated.period.is_month else None
    sealing = month is not None and made is None and bool(may_seal_month(request.hat, project))
    turn = seal_turn(project.award, month, today_in_paris()) if sealing and month else ""
    return {
        "project": project,
        "stated": stated,
        "page": Paginator(stated.lines, PAGE).get_page(request.GET.get("page")),
        "seal": made,
        "sound": made is None or made.holds,
        "can_seal": sealing and not turn and not stated.unpriced,
        "unsealable": turn or (sealing and stated.unpriced and "unpriced") or "",
        "shown": hash_of(content_of(stated)) if sealing else "",
        "can_see": made is not None and made.seen_at is None and bool(may_see_month(request.hat, project)),
        "can_correct": made is not None and bool(may_log_days(request.hat, project)),
    }


def statement_xlsx(request: HatRequest, project_pk: int, period: str) -> HttpResponse:
    project = logged_project(request, project_pk)
    stated = stated_or_404(project, period)
    about = About(f"Jours {stated.period.introduced} – {project.title}", request.hat.named)
    return xlsx_response(f"releve-{project.region.slug}-{period}.xlsx", statement_sheets(stated), about)


def statement_pdf(request: HatRequest, project_pk: int, period: str) -> HttpResponse:
    project = logged_project(request, project_pk)
    stated = stated_or_404(project, period)
    content = render_pdf(
        "worklog/pdf/statement.html",
        {"stated": stated, "project": project, "seal": stated.seal},
        base_css="pdf/statement.css",
    )
    return download(f"releve-{project.region.slug}-{period}.pdf", content, media_type=PDF)


@require_POST
def seal(request: HatRequest, project_pk: int, period: str) -> HttpResponse:
    """Freeze the month as the page showed it."""
    project = logged_project(request, project_pk)
    found = parsed_period(period, project, today_in_paris())
    if found is None or not found.is_month:
        raise Http404("Le projet ne vivait pas ce mois-là.")
    made = seal_month(
        project, found.first, by=request.hat, now=timezone.now(), shown=request.POST.get("shown", "")[:64]
    )
    messages.success(
        request,
        f"{month_name(made.month).capitalize()} est scellé : {days(made.days)}, {euros(made.amount)}. "
        "L'ARS le trouve dans ses tâches.",
    )
    return redirect("worklog:statement", project.pk, period)


@require_POST
def see(request: HatRequest, project_pk: int, period: str) -> HttpResponse:
    """State that the ARS saw the sealed month."""
    project = logged_project(request, project_pk)
    found = parsed_period(period, project, today_in_paris())
    if found is None or not found.is_month:
        raise Http404("Le projet ne vivait pas ce mois-là.")
    made = get_object_or_404(MonthSeal, project=project, month=found.first)
    see_month(made, by=request.hat, now=timezone.now())
    messages.success(request, f"Vous avez attesté avoir vu {month_name(made.month)}.")
    return redirect("worklog:statement", project.pk, period)
