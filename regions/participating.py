"""Who takes part in a regional project, with which digital project (R32–R36, R87)."""

from datetime import datetime
from typing import Any, TypedDict

from django.utils import timezone

from accounts.models import Membership
from calls.models import Term
from core.verdicts import Refused
from core.wording import day
from directory.models import Establishment
from records import journal
from records.models import JournalEntry
from records.removing import going_with, keep, remove
from regions.designating import ensure_designates
from regions.models import DigitalProject, Participation, RegionalProject


class Tool(TypedDict):
    """What is said of a digital project."""

    title: str
    tool: str
    theme: Term
    nature: Term
    maturity: Term
    work_question: str


def describe_tool(project: RegionalProject, tool: Tool) -> DigitalProject:
    """A new digital project of the fiche; one whose participants all left is taken up again under the same title."""
    known = DigitalProject.objects.filter(project=project, title=tool["title"]).first()
    if known is None:
        return DigitalProject.objects.create(project=project, **tool)
    if known.participations.present().exists():
        raise Refused(
            f"La fiche a déjà un projet numérique « {known.title} » : "
            "choisissez-le dans la liste, ou donnez un autre titre."
        )
    return change_tool(known, tool)


def change_tool(digital_project: DigitalProject, tool: Tool) -> DigitalProject:
    namesakes = DigitalProject.objects.filter(project=digital_project.project_id, title=tool["title"])
    if namesakes.exclude(pk=digital_project.pk).exists():
        raise Refused(f"La fiche a déjà un projet numérique « {tool['title']} ».")
    for field, value in tool.items():
        setattr(digital_project, field, value)
    digital_project.save()
    return digital_project


def take_part(
    project: RegionalProject,
    establishment: Establishment,
    digital_project: DigitalProject,
    *,
    contact_function: str = "",
    contact_email: str = "",
    now: datetime | None = None,
) -> Participation:
    """Enter a structure of the region in the project; it will confirm its commitment itself."""
    ensure_eligible(project, establishment)
    ensure_of_project(project, digital_project)
    ensure_designates(contact_function)
    return Participation.objects.create(
        project=project,
        establishment=establishment,
        digital_project=digital_project,
        contact_function=contact_function,
        contact_email=contact_email,
        joined_on=timezone.localdate(now),
    )


def ensure_eligible(project: RegionalProject, establishment: Establishment) -> None:
    """A structure of the project's region, open, and not in the project yet."""
    if establishment.region_id != project.region_id:
        raise Refused(
            f"{establishment} se trouve dans la région {establishment.region} : seules les structures de la région "
            f"{project.region} participent à ce projet."
        )
    if establishment.closed_on is not None:
        raise Refused(f"{establishment} est fermé depuis le {day(establishment.closed_on)}.")
    if project.participations.present().filter(establishment=establishment).exists():
        raise Refused(f"{establishment} participe déjà à ce projet.")


def change_participation(
    participation: Participation, digital_project: DigitalProject, *, contact_function: str, contact_email: str
) -> Participation:
    """Give the structure another tool or another referent; a tool that nobody explores any more disappears."""
    ensure_of_project(participation.project, digital_project)
    ensure_designates(contact_function)
    former = participation.digital_project
    participation.digital_project = digital_project
    participation.contact_function, participation.contact_email = contact_function, contact_email
    participation.save(update_fields=["digital_project", "contact_function", "contact_email"])
    forget_unexplored(former)
    return participation


def leave(
    participation: Participation, deed: str, *, by: Membership, summary: str, within: dict[str, Any], now: datetime
) -> JournalEntry:
    """Take a structure out of the project, with its seats in the collective; as `removing.remove`, it comes back.

    A structure that had confirmed its commitment stays in the history; one that had not was only a draft, and takes
    along a digital project that no other one explored.
    """
    if participation.confirmed_at is None:
        tool = participation.digital_project
        shared = tool.participations.exclude(pk=participation.pk).exists()
        also = [] if shared else [tool]
        return remove(participation, deed, also=also, by=by, summary=summary, within=within, now=now)
    rows = going_with(participation)
    participation.members.all().delete()
    left_on = max(timezone.localdate(now), participation.joined_on)
    Participation.objects.filter(pk=participation.pk).update(left_on=left_on)
    entry = journal.record(deed, participation, by=by, summary=summary, data=within, now=now)
    keep(entry, rows)
    return entry


def forget_unexplored(digital_project: DigitalProject) -> None:
    if not digital_project.participations.exists():
        digital_project.delete()


def ensure_of_project(project: RegionalProject, digital_project: DigitalProject) -> None:
    if digital_project.project_id != project.pk:
        raise Refused("Ce projet numérique n'est pas celui de cette fiche.")
