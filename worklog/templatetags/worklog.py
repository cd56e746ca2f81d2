"""How days are written in cells, and the links between the pages of a log."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from meetings.models import Meeting
from regions.models import RegionalProject
from worklog.calendar import month_name, month_of
from worklog.consultants import name_of
from worklog.meeting_days import days_of
from worklog.permissions import may_log_days, may_set_day_rate
from worklog.week import signed_days, typed_number

register = template.Library()
register.filter("in_cell", typed_number)
register.filter("signed_days", signed_days)
register.filter("consultant_name", name_of)
register.filter("month_of", month_of)
register.filter("month_name", month_name)

PAGES = (
    ("week", "Semaine", "worklog:log"),
    ("entries", "Tous les jours", "worklog:entries"),
    ("statements", "Relevés mensuels", "worklog:months"),
    ("burn", "Suivi de l'enveloppe", "worklog:burn"),
)


@dataclass(frozen=True)
class LogLink:
    """A page of the log; `current` when it is the one typed_number."""

    label: str
    url: str
    current: bool


@register.inclusion_tag("worklog/_menu.html", takes_context=True)
def log_menu(context: Context, project: RegionalProject, current: str) -> dict[str, Any]:
    """Links between the pages of a project's log; those that act are for who may."""
    hat = context["request"].hat
    pages = list(PAGES)
    if may_log_days(hat, project) or current == "import":
        pages.append(("import", "Importer un fichier", "worklog:import_days"))
    if may_set_day_rate(hat, project) or current == "rates":
        pages.append(("rates", "Tarif journalier", "worklog:rates"))
    return {"links": [LogLink(label, reverse(name, args=[project.pk]), key == current) for key, label, name in pages]}


@register.inclusion_tag("worklog/_log_meeting.html", takes_context=True)
def log_meeting_button(context: Context, project: RegionalProject, meeting: Meeting) -> dict[str, Any]:
    """On a meeting held, for who keeps the project's log."""
    return {
        "project": project,
        "meeting": meeting,
        "length": days_of(meeting),
        "verdict": may_log_days(context["request"].hat, project),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def absolute(number: Decimal) -> Decimal:
    """Without its sign, when a word says it."""
    return abs(number)
