"""The tables of a fiche as plain data: what is hashed, signed, deposited, read and printed.

Amounts and days are strings with two places and dates are ISO texts, so that the same fiche always gives the same JSON.
What is not the pair's word stays out: a structure may confirm its commitment without changing the content.
"""

from typing import Any

from regions.composition import mix
from regions.enums import MemberGroup
from regions.funding import budget
from regions.models import CoFunding, CollectiveMember, Participation, RegionalProject, StagePlan
from regions.planning import planned_days


def tables_content(project: RegionalProject) -> dict[str, Any]:
    """{kind of section: its table}; always four queries."""
    participations = list(project.participations.present().in_full())
    members = list(project.members.select_related("profile", "participation__establishment"))
    plans = list(project.stages.select_related("stage"))
    cofundings = list(project.cofundings.all())
    return {
        "participants": participants_content(participations),
        "collective": members_content(members, MemberGroup.COLLECTIVE),
        "extended_group": members_content(members, MemberGroup.EXTENDED),
        "stages": stages_content(project, plans),
        "budget": budget_content(project, cofundings),
    }


def participants_content(participations: list[Participation]) -> dict[str, Any]:
    figures = mix(participation.establishment for participation in participations)
    return {
        "structures": [structure_content(participation) for participation in participations],
        "mix": {
            "statuses": {str(status): count for status, count in figures.statuses.items()},
            "sectors": {str(sector): count for sector, count in figures.sectors.items()},
            "is_mixed": figures.is_mixed,
            "sentence": figures.sentence,
        },
    }


def structure_content(participation: Participation) -> dict[str, Any]:
    structure, tool = participation.establishment, participation.digital_project
    return {
        "key": participation.pk,
        "kind": structure.get_kind_display(),
        "name": structure.name,
        "finess": structure.finess or "",
        "category": structure.category,
        "postcode": structure.postcode,
        "city": structure.city,
        "sector": structure.get_sector_display(),
        "legal_status": structure.get_legal_status_display(),
        "contact_function": participation.contact_function,
        "contact_email": participation.contact_email,
        "digital_project": {
            "key": tool.pk,
            "title": tool.title,
            "tool": tool.tool,
            "theme": tool.theme.label,
            "nature": tool.nature.label,
            "maturity": tool.maturity.label,
            "work_question": tool.work_question,
        },
    }


def members_content(members: list[CollectiveMember], group: MemberGroup) -> dict[str, Any]:
    seated = [member for member in members if member.group == group]
    return {
        "members": [
            {
                "profile": member.profile.label,
                "profile_code": member.profile.code,
                "function": member.function,
                "origin": member.origin,
                "seats": member.seats,
            }
            for member in seated
        ],
        "seats": sum(member.seats for member in seated),
    }


def stages_content(project: RegionalProject, plans: list[StagePlan]) -> dict[str, Any]:
    figures = planned_days(project, plans)
    return {
        "lines": [
            {
                "stage": plan.stage.label,
                "planned_days": f"{plan.planned_days:.2f}",
                "starts_on": plan.starts_on.isoformat() if plan.starts_on else "",
                "ends_on": plan.ends_on.isoformat() if plan.ends_on else "",
                "method": plan.method,
            }
            for plan in plans
        ],
        "total_days": f"{figures.total:.2f}",
        "fixed": f"{figures.fixed:.2f}",
        "day_cost": "" if figures.day_cost is None else f"{figures.day_cost:.2f}",
    }


def budget_content(project: RegionalProject, cofundings: list[CoFunding]) -> dict[str, Any]:
    figures = budget(project, cofundings)
    asked = project.requested_complement
    return {
        "fixed": f"{figures.fixed:.2f}",
        "complement": "" if asked is None else f"{asked:.2f}",
        "complement_reason": project.complement_reason,
        "cofundings": [
            {
                "funder": line.funder,
                "purpose": line.purpose,
                "amount": f"{line.amount:.2f}",
                "state": line.get_state_display(),
            }
            for line in cofundings
        ],
        "call_share": f"{figures.call_share:.2f}",
        "cofunded": f"{figures.cofunded:.2f}",
        "total": f"{figures.total:.2f}",
    }
