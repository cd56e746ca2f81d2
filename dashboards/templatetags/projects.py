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
    ("participants", "Structures", "regions:participants", False),
    ("meetings", "Réunions", "meetings:meetings", False),
    ("stages", "Étapes et jalons", "fieldwork:stages", True),
    ("worklog", "Jours", "worklog:log", True),
    ("money", "Financement", "grants:money", True),
)


@dataclass(frozen=True)
class ProjectLink:
    """A room of the project; `current` when the page shown lies there."""

    label: str
    url: str
    current: bool


# Statuses of a fiche after which its project does not live, with their tone.
ENDED = {"waiting": "warning", "not_retained": "error", "inadmissible": "error", "withdrawn": ""}


@dataclass(frozen=True)
class ProjectStanding:
    """Where a project is in its life; `ahead` while the decision is still to come."""

    label: str
    tone: str
    sentence: str
    ahead: bool = False


@register.simple_tag
def project_state(project: RegionalProject) -> ProjectStanding:
    granted = getattr(project, "award", None)
    if granted is None:
        return before_the_award(getattr(project, "application", None))
    if granted.closed_on is not None:
        return ProjectStanding("clos", "", f"Retenu le {day(granted.awarded_on)}, clos le {day(granted.closed_on)}.")
    return ProjectStanding("en cours", "success", f"Retenu le {day(granted.awarded_on)} ({granted.notice_number}).")


def before_the_award(fiche: Any) -> ProjectStanding:
    """What became of the fiche (an `applications.Application`), or that nothing has yet."""
    if fiche is None:
        return ProjectStanding("avant décision", "new", "La fiche projet n'est pas commencée.", ahead=True)
    if fiche.status in ENDED:
        letter = f" (lettre {fiche.notice_number})" if fiche.outcome else ""
        return ProjectStanding(fiche.status_label, ENDED[fiche.status], f"La fiche est {fiche.status_label}{letter}.")
    standing = "en cours d'écriture" if fiche.state == "draft" else fiche.status_label
    return ProjectStanding("avant décision", "new", f"La fiche est {standing}.", ahead=True)


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
        "state": project_state(project),
        "request": context.get("request"),
    }
