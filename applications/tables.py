"""The tables that some sections of a fiche hold: what they show, and what they still lack."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from applications.carried import rows_waiting
from applications.forms.budget import ComplementForm
from applications.forms.stages import StagesForm
from applications.models import Application
from applications.permissions import may_write
from calls.enums import SectionKind
from calls.models import Section
from core.forms import PortalForm
from core.wording import counted, listed, of
from directory.models import plain
from regional_calls.retaining import retained
from regions.composition import LEAST_STRUCTURES, STAFF, USUAL_SIZE, families, missing_profiles, mix
from regions.enums import MemberGroup
from regions.funding import budget
from regions.models import CollectiveMember, RegionalProject
from regions.planning import planned_days, plans_by_stage
from regions.priority import judge


class Lack(NamedTuple):
    """What a table still lacks, in a sentence, and where it is corrected.

    `at` is «#field» of the section's page, or the name of an address of the fiche with its other arguments.
    """

    sentence: str
    at: str
    args: tuple[int | str, ...] = ()

    def place(self, application: Application) -> str:
        return self.at if self.at.startswith("#") else reverse(self.at, args=[application.pk, *self.args])


@dataclass(frozen=True)
class Table:
    """What a section draws beneath its questions: a template, its context, and what is still missing."""

    template: str
    context: Callable[[RegionalProject], dict[str, Any]]
    missing: Callable[[RegionalProject], list[Lack]]


def table_context(kind: str, application: Application, hat: Membership | None) -> dict[str, Any]:
    """What `applications/tables/<kind>.html` draws."""
    parts = [row.section for row in application.rows_by_section.values() if row.section.kind == kind]
    common = {"kind": kind, "application": application, "can_write": bool(may_write(hat, application, parts))}
    return common | TABLES[kind].context(application.project)


def table_missing(kind: str, application: Application) -> list[Lack]:
    """What the table lacks for the fiche to be complete; nothing where there are questions alone."""
    if kind == SectionKind.QUESTIONS:
        return []
    return TABLES[kind].missing(application.project) + unkept(kind, application)


def unkept(kind: str, application: Application) -> list[Lack]:
    """What the table took from elsewhere, and that nobody kept or changed yet."""
    number = len(rows_waiting(application, kind))
    if not number:
        return []
    structures = kind == SectionKind.PARTICIPANTS
    words = ("structure reprise", "structures reprises") if structures else ("membre repris", "membres repris")
    return [Lack(f"{counted(number, *words)} d'une autre fiche : à garder ou à retirer.", "#reprises")]


def has_rows(kind: str, table: Any) -> bool:
    """Whether somebody began the table of a section, as its content says it."""
    match kind:
        case SectionKind.QUESTIONS:
            return False
        case SectionKind.PARTICIPANTS:
            return bool(table["participants"])
        case SectionKind.STAGES:
            return any(Decimal(line["days"]) or line["starts_on"] or line["method"] for line in table)
        case SectionKind.BUDGET:
            return bool(table["requested_complement"] or table["cofundings"])
    return bool(table)


def section_url(application: Application, kind: str) -> str:
    """The page of the fiche that holds this table, or the fiche itself when its questionnaire has none."""
    questionnaire = application.questionnaire_id
    section = Section.objects.filter(questionnaire=questionnaire, kind=kind).order_by("number").first()
    if section is None:
        return reverse("applications:application", args=[application.pk])
    return f"{reverse('applications:section', args=[application.pk, section.number])}#tableau-{kind}"


def opened(form: PortalForm) -> PortalForm:
    """A form that carries what its reader sees."""
    form.edit()
    return form


def participants_context(project: RegionalProject) -> dict[str, Any]:
    participations = list(project.participations.present().in_full())
    figures = mix(row.establishment for row in participations)
    least, most = USUAL_SIZE
    return {
        "participations": participations,
        "mix": figures,
        "confirmed": sum(row.confirmed_at is not None for row in participations),
        "unusual": bool(participations) and not least <= len(participations) <= most,
        "usual_size": USUAL_SIZE,
        "priority": judge(project, timezone.localdate()) if project.previous_id and participations else None,
        "retained": retained(project).count(),
    }


def participants_missing(project: RegionalProject) -> list[Lack]:
    participations = list(project.participations.present().select_related("digital_project"))
    missing = []
    lacking = LEAST_STRUCTURES - len(participations)
    if lacking > 0:
        said = f"Une action collective réunit au moins deux structures, il en manque {lacking}."
        missing.append(Lack(said, "applications:add_participant"))
    tools = {row.digital_project for row in participations}
    missing += [
        Lack(
            f"La question de travail du projet numérique « {tool.title} » n'est pas posée.",
            "applications:edit_tool",
            (tool.pk,),
        )
        for tool in sorted(tools, key=lambda tool: plain(tool.title))
        if not tool.work_question.strip()
    ]
    silent = [row for row in participations if not row.contact_function.strip()]
    if silent:
        said = f"La fonction du référent manque pour {counted(len(silent), 'structure')}."
        missing.append(Lack(said, "applications:edit_participant", (silent[0].pk,)))
    return missing


def members_of(project: RegionalProject, group: MemberGroup) -> list[CollectiveMember]:
    return list(project.members.filter(group=group).select_related("profile", "participation__establishment"))


def collective_context(project: RegionalProject) -> dict[str, Any]:
    members = members_of(project, MemberGroup.COLLECTIVE)
    lines = families(members)
    return {
        "group": MemberGroup.COLLECTIVE,
        "members": members,
        "seats": sum(member.seats for member in members),
        "families": lines,
        "absent": [line.family for line in lines if not line.present],
        "staff_absent": any(line.family == STAFF and not line.present for line in lines),
    }


def collective_missing(project: RegionalProject) -> list[Lack]:
    absent = missing_profiles(project)
    missing = []
    if STAFF in absent:
        missing.append("Le collectif n'a aucun représentant du personnel.")
    others = [family.label for family in absent if family != STAFF]
    if others:
        missing.append(f"Le collectif ne réunit pas encore {of(listed(others))}.")
    return [Lack(said, "applications:add_member", ("regional",)) for said in missing]


def extended_group_context(project: RegionalProject) -> dict[str, Any]:
    members = members_of(project, MemberGroup.EXTENDED)
    return {"group": MemberGroup.EXTENDED, "members": members, "seats": sum(member.seats for member in members)}


def extended_group_missing(project: RegionalProject) -> list[Lack]:
    if project.members.filter(group=MemberGroup.EXTENDED).exists():
        return []
    return [Lack("Le groupe élargi n'a encore aucun membre.", "applications:add_member", ("elargi",))]


def stages_context(project: RegionalProject) -> dict[str, Any]:
    plans = plans_by_stage(project)
    return {
        "form": opened(StagesForm(plans=plans)),
        "days": planned_days(project, plans),
        "first": min((plan.starts_on for plan in plans if plan.starts_on), default=None),
        "last": max((plan.ends_on for plan in plans if plan.ends_on), default=None),
    }


def stages_missing(project: RegionalProject) -> list[Lack]:
    every = plans_by_stage(project)
    plans = [plan for plan in every if plan.planned_days > 0]
    if not plans:
        first = f"#id_{StagesForm.name(every[0], 'planned_days')}" if every else "#tableau-stages"
        return [Lack("Aucun jour n'est prévu.", first)]
    undated = [plan for plan in plans if plan.starts_on is None or plan.ends_on is None]
    if not undated:
        return []
    names = [f"« {plan.stage} »" for plan in undated]
    column = "starts_on" if undated[0].starts_on is None else "ends_on"
    return [Lack(f"Les dates manquent pour {listed(names)}.", f"#id_{StagesForm.name(undated[0], column)}")]


def budget_context(project: RegionalProject) -> dict[str, Any]:
    cofundings = list(project.cofundings.all())
    return {
        "form": opened(ComplementForm(project=project)),
        "cofundings": cofundings,
        "budget": budget(project, cofundings),
    }


def budget_missing(project: RegionalProject) -> list[Lack]:
    asked = project.requested_complement
    if asked is None:
        said = "La part complémentaire demandée n'est pas indiquée (0 si vous n'en demandez pas)."
        return [Lack(said, "#id_budget-requested_complement")]
    if asked > 0 and not project.complement_reason.strip():
        return [Lack("La part complémentaire demandée n'est pas justifiée.", "#id_budget-complement_reason")]
    return []


TABLES: dict[str, Table] = {
    SectionKind.PARTICIPANTS: Table(
        "applications/tables/participants.html", participants_context, participants_missing
    ),
    SectionKind.COLLECTIVE: Table("applications/tables/collective.html", collective_context, collective_missing),
    SectionKind.EXTENDED_GROUP: Table(
        "applications/tables/extended_group.html", extended_group_context, extended_group_missing
    ),
    SectionKind.STAGES: Table("applications/tables/stages.html", stages_context, stages_missing),
    SectionKind.BUDGET: Table("applications/tables/budget.html", budget_context, budget_missing),
}
