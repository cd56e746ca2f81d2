"""The canonical content of a fiche: the one text that is hashed, signed, deposited, read and printed."""

import hashlib
from typing import Any

from django.db.models import Prefetch

from applications.models import Application, SectionAnswers
from calls.enums import QuestionKind
from calls.models import Question, Section, Term
from records.journal import canonical
from regions.enums import MemberGroup
from regions.models import CollectiveMember, RegionalProject

FORMAT = 1


def canonical_content(application: Application) -> dict[str, Any]:
    """Everything the pair binds itself to, with the labels that a reader needs, and nothing that others may change.

    An establishment's confirmation is left out: it comes from a third party and must not undo a signature. Rows
    are described by what they say, never by their keys: writing the same thing again gives the same content.
    """
    project = (
        RegionalProject.objects.select_related("call", "region", "ars", "aract", "previous__call")
        .prefetch_related("digital_projects__theme", "digital_projects__nature", "digital_projects__maturity")
        .get(pk=application.project_id)
    )
    previous = project.previous
    return {
        "format": FORMAT,
        "call": {"title": project.call.title, "reference": project.call.reference},
        "region": {"code": project.region.code, "name": project.region.name},
        "project": {
            "title": project.title,
            "ars": project.ars.name,
            "aract": project.aract.name,
            "previous": None if previous is None else f"{previous.title} ({previous.call.title})",
        },
        "sections": _sections(application, project),
        "digital_projects": _digital_projects(project),
        "participants": _participants(project),
        **_members(project),
        "stages": _stages(project),
        "budget": _budget(project),
    }


def hash_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def content_hash(application: Application) -> str:
    """SHA-256 of the canonical content as it now stands in the database."""
    return hash_of(canonical_content(application))


def _sections(application: Application, project: RegionalProject) -> list[dict[str, Any]]:
    sections = Section.objects.filter(questionnaire=project.call.questionnaire_id).prefetch_related(
        Prefetch("questions", queryset=Question.objects.order_by("position", "pk"))
    )
    answered = dict(SectionAnswers.objects.filter(application=application).values_list("section_id", "answers"))
    sections = list(sections.order_by("number"))
    vocabularies = {q.vocabulary for s in sections for q in s.questions.all() if q.kind == QuestionKind.TERMS}
    labels = {
        (vocabulary, code): label
        for vocabulary, code, label in Term.objects.filter(vocabulary__in=vocabularies).values_list(
            "vocabulary", "code", "label"
        )
    }
    return [
        {
            "number": section.number,
            "title": section.title,
            "kind": section.kind,
            "answers": [_answer(q, answered.get(section.pk, {}).get(q.code), labels) for q in section.questions.all()],
        }
        for section in sections
    ]


def _answer(question: Question, value: Any, labels: dict[tuple[str, str], str]) -> dict[str, Any]:
    if question.kind == QuestionKind.TERMS:
        value = [{"code": code, "label": labels.get((question.vocabulary, code), code)} for code in value or []]
    return {
        "code": question.code,
        "label": question.label,
        "kind": question.kind,
        "required": question.required,
        "value": value,
    }


def _digital_projects(project: RegionalProject) -> list[dict[str, Any]]:
    return sorted(
        (
            {
                "title": digital.title,
                "tool": digital.tool,
                "theme": digital.theme.label,
                "nature": digital.nature.label,
                "maturity": digital.maturity.label,
                "work_question": digital.work_question,
            }
            for digital in project.digital_projects.all()
        ),
        key=lambda row: row["title"],
    )


def _participants(project: RegionalProject) -> list[dict[str, Any]]:
    present = project.participations.present().select_related("establishment", "digital_project")
    return [
        {
            "name": participation.establishment.name,
            "city": participation.establishment.city,
            "finess": participation.establishment.finess or "",
            "kind": participation.establishment.get_kind_display(),
            "category": participation.establishment.category,
            "sector": participation.establishment.get_sector_display(),
            "legal_status": participation.establishment.get_legal_status_display(),
            "digital_project": participation.digital_project.title,
            "contact_function": participation.contact_function,
            "contact_email": participation.contact_email,
        }
        for participation in present.order_by("establishment__name", "establishment__finess", "pk")
    ]


def _members(project: RegionalProject) -> dict[str, list[dict[str, Any]]]:
    """The regional collective and the extended group: profiles and functions, never names (C7)."""
    members: dict[str, list[dict[str, Any]]] = {"collective": [], "extended_group": []}
    keys = {MemberGroup.COLLECTIVE: "collective", MemberGroup.EXTENDED: "extended_group"}
    rows = CollectiveMember.objects.filter(project=project).select_related("profile", "participation__establishment")
    for member in rows.order_by("profile__position", "profile__code", "function", "organisation_name", "pk"):
        establishment = member.participation.establishment.name if member.participation else ""
        members[keys[MemberGroup(member.group)]].append(
            {
                "profile": member.profile.label,
                "function": member.function,
                "organisation": member.organisation_name or establishment,
                "seats": member.seats,
            }
        )
    return members


def _stages(project: RegionalProject) -> list[dict[str, Any]]:
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


def _budget(project: RegionalProject) -> dict[str, Any]:
    complement = project.requested_complement
    return {
        "requested_complement": None if complement is None else f"{complement:.2f}",
        "complement_reason": project.complement_reason,
        "cofundings": [
            {
                "funder": cofunding.funder,
                "purpose": cofunding.purpose,
                "amount": f"{cofunding.amount:.2f}",
                "state": cofunding.get_state_display(),
            }
            for cofunding in project.cofundings.order_by("funder", "purpose", "amount", "pk")
        ],
    }
