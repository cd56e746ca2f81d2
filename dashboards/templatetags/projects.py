"""The head that every page of a project shares: what it is, how it stands, and its rooms."""

from dataclasses import dataclass
from typing import Any, Literal

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse

from core.wording import day
from regions.models import RegionalProject

register = template.Library()

Tab = Literal["project", "regional_call", "participants", "meetings", "stages", "worklog", "money"]

# Key, label, URL name, and whether the page exists only after the award.
TABS = (
    ("project", "Vue d'ensemble", "project", False),
    ("regional_call", "Appel régional", "regional_calls:calls", False),
    ("participants", "Participants", "regions:participants", False),
    ("meetings", "Réunions", "meetings:meetings", False),
    ("stages", "Étapes et jalons", "fieldwork:stages", True),
    ("worklog", "Journal des jours", "worklog:log", True),
    ("money", "Financement", "grants:money", True),
)


@dataclass(frozen=True)
class ProjectLink:
    """A room of the project; `current` when the page shown lies there."""

    label: str
    url: str
    current: bool


def sentence(project: RegionalProject) -> str:
    """Where the project is in its life."""
    granted = getattr(project, "award", None)
    if granted is None:
        return "Le projet n'est pas encore retenu."
    if granted.closed_on is not None:
        return f"Retenu le {day(granted.awarded_on)}, clos le {day(granted.closed_on)}."
    return f"Retenu le {day(granted.awarded_on)} ({granted.notice_number})."


@register.inclusion_tag("components/project_head.html", takes_context=True)
def project_head(context: Context, project: RegionalProject, current: Tab, title: str) -> dict[str, Any]:
    """The title of a project's page (its `h1`), the project under it, and links to the project's other pages."""
    awarded = getattr(project, "award", None) is not None
    links = []
    for key, label, name, needs_award in TABS:
        if needs_award and not awarded:
            continue
        try:
            links.append(ProjectLink(label, reverse(name, args=[project.pk]), key == current))
        except NoReverseMatch:
            continue
    return {
        "project": project,
        "title": title,
        "links": links,
        "sentence": sentence(project),
        "request": context.get("request"),
    }
