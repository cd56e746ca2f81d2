"""The week of a consultant: the page where days are noted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.models import Membership
from accounts.views.telling import refusals_told
from core.autosave import Around, answer_draft
from core.verdicts import Refused, ensure
from core.wording import PARIS, counted
from regions.models import RegionalProject
from worklog.burn import burn
from worklog.calendar import monday_of, month_end, month_of, parsed_week, week_code, week_label
from worklog.consultants import consultants_of
from worklog.copying import copy_week as copy_last_week
from worklog.entries import DaysRefused, Line
from worklog.forms.week import Choices, LineForm, WeekForm, choices_of, lines_in
from worklog.permissions import may_log_days
from worklog.recording import record_days
from worklog.views.projects import logged_project
from worklog.week import Day, Week, build_week

WEEK = timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 2001, 2098


def asked_monday(request: HatRequest, project: RegionalProject, today: date) -> date:
    """The week of `?semaine=`, that of `?jour=`, else the present one, or the last of a closed project."""
    source = request.POST if request.method == "POST" else request.GET
    monday, day = parsed_week(source.get("semaine", "")), parse_date(source.get("jour", "")[:10])
    if monday is not None:
        return monday
    return monday_of(day or min(today, project.award.closed_on or today))


def parse_date(text: str) -> date | None:
    """A day of this century; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def asked_consultant(request: HatRequest, people: list[Membership], project: RegionalProject) -> Membership | None:
    """Whom `?personne=` designates, else oneself, else the first; None when the Aract has nobody."""
    source = request.POST if request.method == "POST" else request.GET
    key = source.get("personne", "")
    known = {str(person.pk): person for person in people}
    if key in known:
        return known[key]
    if request.hat.pk in {person.pk for person in people}:
        return known[str(request.hat.pk)]
    return next((person for person in people if person.organisation_id == project.aract_id), None)


def address(project: RegionalProject, consultant: Membership, monday: date, **more: str) -> str:
    asked = {"semaine": week_code(monday), "personne": str(consultant.pk), **more}
    return f"{reverse('worklog:log', args=[project.pk])}?{urlencode(asked)}"


def log(request: HatRequest, project_pk: int) -> HttpResponse:
    """The week as a grid on a screen, as a day on a phone; each cell saves itself, or a button saves them all."""
    project, now = logged_project(request, project_pk), timezone.now()
    today = now.astimezone(PARIS).date()
    people = consultants_of(project, today)
    consultant = asked_consultant(request, people, project)
    if consultant is None:
        return render(request, "worklog/log.html", {"project": project, "burn": burn(project, today)})
    shown = ShownWeek(request, project, people, consultant, asked_monday(request, project, today), now)
    if request.method != "POST":
        form = shown.form_over(None, None)
        form.edit()
        return shown.page(form, 200)
    return answer_draft(
        request,
        project.award,
        shown.form_over,
        right=may_log_days(request.hat, project),
        save=shown.write,
        around=shown.around,
        page=shown.page,
        done=shown.done,
    )


@dataclass
class ShownWeek:
    """The week that a request asks for: its form, what is saved of it, and what is drawn again."""

    request: HatRequest
    project: RegionalProject
    people: list[Membership]
    consultant: Membership
    monday: date
    now: datetime

    def __post_init__(self) -> None:
        self.choices = choices_of(self.project)
        self.line_form, self.added = added_line(self.request, self.choices)

    def with_lines(self, lines: list[Line]) -> Week:
        return build_week(self.project, self.consultant, self.monday, self.now, more=lines)

    def form_over(self, _: Any, data: Any) -> WeekForm:
        lines = lines_in(data, self.choices) if data is not None else self.added
        return WeekForm(data, project=self.project, week=self.with_lines(lines), auto_id="c-%s")

    def write(self, form: WeekForm, _: Any) -> int:
        try:
            return record_days(self.project, form.entries(), by=self.request.hat, now=self.now).touched
        except DaysRefused as refusal:
            form.refuse(refusal.reasons)
            raise

    def around(self, form: WeekForm, _: Any) -> Around:
        week, today = self.with_lines([cell.line for cell in form.cells.values()]), self.now.astimezone(PARIS).date()
        context = {"week": week, "burn": burn(self.project, today), "day": shown_day(self.request, week, today)}
        return Around(f"{week.sentence}.", render_to_string("worklog/_week_saved.html", context))

    def page(self, form: WeekForm, status: int) -> HttpResponse:
        context = page_context(self.request, self.project, self.people, form, self.now)
        context |= {"line_form": self.line_form, "added": self.added}
        return render(self.request, "worklog/log.html", context, status=status)

    def done(self, touched: int) -> HttpResponse:
        saved = f"{counted(touched, 'case enregistrée', 'cases enregistrées')}." if touched else "Rien n'avait changé."
        messages.success(self.request, saved)
        asked = self.request.POST.get("jour")
        day = {"jour": asked[:10]} if asked else {}
        return redirect(address(self.project, self.consultant, self.monday, **day) + ("#jour" if day else ""))


def added_line(request: HatRequest, choices: Choices) -> tuple[LineForm, list[Line]]:
    """The line that the address adds to the week, if any."""
    if "etape" not in request.GET:
        return LineForm(choices=choices), []
    form = LineForm(request.GET, choices=choices)
    return (LineForm(choices=choices), [form.line()]) if form.is_valid() else (form, [])


def shown_day(request: HatRequest, week: Week, today: date) -> Day:
    """The day of the week that a phone shows: that of `?jour=`, else today, else the first that is open."""
    source = request.POST if request.method == "POST" else request.GET
    asked = next((day for day in week.days if day.on.isoformat() == source.get("jour", "")), None)
    asked = asked or next((day for day in week.days if day.on == today), None)
    return asked or next((day for day in week.days if not day.closed), week.days[0])


def page_context(
    request: HatRequest, project: RegionalProject, people: list[Membership], form: WeekForm, now: datetime
) -> dict[str, Any]:
    """What the page draws."""
    week, today = form.week, now.astimezone(PARIS).date()
    day = shown_day(request, week, today)
    verdict = may_log_days(request.hat, project)
    return {
        "project": project,
        "people": people,
        "consultant": week.consultant,
        "own": week.consultant.pk == request.hat.pk,
        "week": week,
        "form": form,
        "code": week_code(week.monday),
        "before": week_code(week.monday - WEEK),
        "after": week_code(week.monday + WEEK) if week.monday + WEEK <= monday_of(today) else "",
        "label": week_label(week.monday),
        "month": month_of(day.on),
        "month_url": f"{reverse('worklog:entries', args=[project.pk])}?{urlencode(month_of_person(week, day.on))}",
        "today": today,
        "burn": burn(project, today),
        "verdict": verdict,
        "can_write": bool(verdict) and week.open,
        "day": day,
        "day_cells": [(row, *cells[day.on.weekday()]) for row, cells in form.week_rows],
        "quarters": (("", "0"), *((quarter, quarter) for quarter in ("0,25", "0,5", "0,75", "1"))),
    }


def month_of_person(week: Week, on: date) -> dict[str, str]:
    """The filters of the list that show a person's month."""
    month = month_of(on)
    return {"personne": str(week.consultant.pk), "du": month.isoformat(), "au": month_end(month).isoformat()}


@require_POST
def copy_week(request: HatRequest, project_pk: int) -> HttpResponse:
    """Copy the week before into the one shown."""
    project, now = logged_project(request, project_pk), timezone.now()
    ensure(may_log_days(request.hat, project))
    today = now.astimezone(PARIS).date()
    monday = asked_monday(request, project, today)
    consultant = asked_consultant(request, consultants_of(project, today), project)
    if consultant is None:
        raise Refused("L'Aract du projet n'a personne à qui noter des jours.")
    with refusals_told(request):
        copied = copy_last_week(project, consultant, monday, by=request.hat, now=now)
        messages.success(request, copy_sentence(copied.lines, copied.left))
    return redirect(address(project, consultant, monday))


def copy_sentence(lines: int, left: int) -> str:
    text = f"{counted(lines, 'case recopiée', 'cases recopiées')} de la semaine précédente." if lines else ""
    if left:
        text += f" {counted(left, 'case laissée', 'cases laissées')} de côté : jour fermé, férié ou déjà plein."
    return text.strip() or "La semaine contient déjà tout ce qui précède."
