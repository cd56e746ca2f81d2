"""The tables of a fiche as plain data: what is hashed, signed, deposited, read and printed.

Rows are described by what they say, never by their keys, in an order that does not depend on when they were typed.
Amounts and days are strings with two places, dates ISO texts. What is not the pair's word stays out: a structure
confirms its commitment without changing the content.
"""

from typing import Any

from calls.enums import SectionKind
from directory.models import plain
from regions.enums import MemberGroup
from regions.models import DigitalProject, Participation, RegionalProject
from regions.themes import national_labels


def table_content(kind: SectionKind, project: RegionalProject) -> Any:
    """The table that a section of this kind holds."""
    match kind:
        case SectionKind.PARTICIPANTS:
            return {
                "digital_projects": digital_projects_content(project),
                "participants": participants_content(project),
            }
        case SectionKind.COLLECTIVE:
            return members_content(project, MemberGroup.COLLECTIVE)
        case SectionKind.EXTENDED_GROUP:
            return members_content(project, MemberGroup.EXTENDED)
        case SectionKind.STAGES:
            return stages_content(project)
        case SectionKind.BUDGET:
            return budget_content(project)
    return None


def digital_projects_content(project: RegionalProject) -> list[dict[str, Any]]:
    national = national_labels()
    explored = DigitalProject.objects.filter(project=project).explored()
    return [
        {
            "title": tool.title,
            "tool": tool.tool,
            "theme": tool.theme.label,
            "national_theme": national.get(tool.theme.counts_as, tool.theme.label),
            "nature": tool.nature.label,
            "maturity": tool.maturity.label,
            "work_question": tool.work_question,
        }
        for tool in sorted(
            explored.select_related("theme", "nature", "maturity"), key=lambda tool: (plain(tool.title), tool.title)
        )
    ]


def participants_content(project: RegionalProject) -> list[dict[str, Any]]:
    present = project.participations.present().select_related("establishment", "digital_project")
    return [
        {
            "kind": participation.establishment.get_kind_display(),
            "name": participation.establishment.name,
            "finess": participation.establishment.finess or "",
            "category": participation.establishment.category,
            "city": participation.establishment.city,
            "sector": participation.establishment.get_sector_display(),
            "legal_status": participation.establishment.get_legal_status_display(),
            "digital_project": participation.digital_project.title,
            "contact_function": participation.contact_function,
            "contact_email": participation.contact_email,
        }
        for participation in sorted(present, key=place)
    ]


def place(row: Participation) -> tuple[str, str, int]:
    """Where a participant stands in the content: by name, as one reads, whatever the database sorts by."""
    return plain(row.establishment.name), row.establishment.finess or "", row.pk


def members_content(project: RegionalProject, group: MemberGroup) -> list[dict[str, Any]]:
    """Profiles and functions, never names (C7)."""
    members = project.members.filter(group=group).select_related("profile", "participation__establishment")
    return [
        {
            "profile": member.profile.label,
            "function": member.function,
            "organisation": member.origin,
            "seats": member.seats,
        }
        for member in members.order_by("profile__position", "profile__code", "function", "organisation_name", "pk")
    ]


def stages_content(project: RegionalProject) -> list[dict[str, Any]]:
    return [
        {
            "stage": plan.stage.label,
            "days": f"{plan.planned_days:.2f}",
            "starts_on": plan.starts_on.isoformat() if plan.starts_on else None,
            "ends_on": plan.ends_on.isoformat() if plan.ends_on else None,
            "method": plan.method,
        }
        for plan in project.stages.select_related("stage").order_by("stage__position", "stage__code")
    ]


def budget_content(project: RegionalProject) -> dict[str, Any]:
    asked = project.requested_complement
    return {
        "fixed": f"{project.call.rule.fixed:.2f}",
        "requested_complement": None if asked is None else f"{asked:.2f}",
        "complement_reason": project.complement_reason,
        "cofundings": [
            {
                "funder": line.funder,
                "purpose": line.purpose,
                "amount": f"{line.amount:.2f}",
                "state": line.get_state_display(),
            }
            for line in project.cofundings.order_by("funder", "purpose", "amount", "pk")
        ],
    }
