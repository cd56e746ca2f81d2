"""«Dites-le-nous une fois»: a fiche takes what an earlier one of its region says, each thing with its source.

What is carried over stands in the fiche at once, so that it is read where it belongs; it is no assertion of the pair's
until somebody keeps it or writes it again (`applications.keeping`), and until then the fiche is not complete.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import Membership, Region
from applications.answers import answers_row
from applications.carried import remember
from applications.content import answers_of
from applications.fiche_edit import edit
from applications.models import Application, ApplicationQuerySet, CarriedOver, fiche_deposited, snapshot
from applications.prefilling import ABOUT_THE_CALL
from applications.sealing import questions_of, sections_of
from calls.answers import is_blank
from calls.conditions import asked
from calls.enums import QuestionKind
from calls.models import Call, Question, Questionnaire, Section
from core.verdicts import OutOfTurn
from core.wording import day, listed
from directory.searching import is_key
from regions.composing import add_member, seat_of
from regions.enums import MemberGroup
from regions.models import CollectiveMember, DigitalProject, Participation, RegionalProject
from regions.participating import Tool, describe_tool, take_part
from regions.themes import offered_for, themes_for

TEXTS = {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT}
# What holds from one call to the next: neither a date nor a yes or no (a fact of the call, a commitment), said again.
LASTING = TEXTS | {
    QuestionKind.NUMBER,
    QuestionKind.AMOUNT,
    QuestionKind.CHOICE,
    QuestionKind.CHOICES,
    QuestionKind.EMAIL,
    QuestionKind.ESTABLISHMENT,
    QuestionKind.TABLE,
    QuestionKind.BLOCK,
}
# Nor what was answered about the earlier project's own regional call, by codes that never change meaning.
OF_ITS_REGIONAL_CALL = ABOUT_THE_CALL | {"appel_publicite", "structures_reunies", "selection"}


class Chosen(NamedTuple):
    """What a person left ticked: keys of participations and members of the source, of sections of the fiche."""

    structures: Collection[int]
    members: Collection[int]
    sections: Collection[int]


@dataclass(frozen=True)
class CarryPlan:
    """What a fiche would take from its source, and, in sentences, what it would not.

    `sections` are those of the fiche with their answers, {code of question: stored value}.
    """

    source: Application
    structures: list[Participation]
    members: list[CollectiveMember]
    sections: list[tuple[Section, dict[str, Any]]]
    left_out: list[str]

    @property
    def origin(self) -> str:
        return fiche_deposited(self.source.in_force, self.source)

    def __bool__(self) -> bool:
        return bool(self.structures or self.members or self.sections)


def sources(call: Call, region: Region, hat: Membership) -> ApplicationQuerySet:
    """The deposited fiches of a region that another call's fiche may start from, the latest first."""
    fiches = Application.objects.visible_to(hat).filter(project__region=region, deposit__isnull=False)
    return fiches.exclude(project__call=call).with_parties().select_related("deposit").order_by("-deposit__received_at")


def source_for(call: Call, region: Region, hat: Membership, key: str) -> Application | None:
    """The fiche named by its key; by default the one that the region deposited in the call before."""
    found = sources(call, region, hat)
    if key:
        return found.filter(pk=int(key)).first() if is_key(key) else None
    return found.filter(project__call=call.previous_id).first() if call.previous_id else None


def plan(source: Application, call: Call, region: Region, fiche: Application | None = None) -> CarryPlan:
    """What a fiche of this call and region would take: a fiche that is begun takes only what it lacks."""
    project = fiche.project if fiche else RegionalProject(call=call, region=region)
    left_out: list[str] = []
    structures = list(_structures(source, project, left_out))
    members = list(_members(source, project, structures))
    answers = _answers(source, call, fiche, structures)
    questionnaire = fiche.questionnaire if fiche else call.questionnaire
    return CarryPlan(source, structures, members, _by_section(questionnaire, answers), left_out)


def _structures(source: Application, project: RegionalProject, left_out: list[str]) -> Iterator[Participation]:
    """Those that still take part in the source's project, and may in this one."""
    themes = themes_for(project)
    offered = set(themes.values_list("pk", flat=True))
    there = set(project.participations.present().values_list("establishment", flat=True)) if project.pk else set()
    rows = source.project.participations.in_full().order_by("establishment__search_text", "pk")
    again = {row.establishment_id for row in rows if not row.gone}
    for row in rows:
        structure, tool = row.establishment, row.digital_project
        if row.left_on is not None:
            if row.establishment_id not in again:
                left_out.append(f"{structure.name} a quitté le projet le {day(row.left_on)}.")
        elif structure.closed_on is not None:
            left_out.append(f"{structure.name} est fermé depuis le {day(structure.closed_on)}.")
        elif offered_for(tool.theme, themes).pk not in offered:
            left_out.append(f"{structure.name} : le thème « {tool.theme} » n'est pas ouvert dans cet appel.")
        elif row.establishment_id not in there:
            yield row


def _members(
    source: Application, project: RegionalProject, structures: list[Participation]
) -> Iterator[CollectiveMember]:
    """Members whose profile is in use, and whose structure, if they come from one, comes along."""
    coming = {row.pk for row in structures}
    there = {_who(member) for member in _seats(project)} if project.pk else set()
    for member in _seats(source.project):
        comes = member.participation_id is None or member.participation_id in coming
        if comes and not member.profile.retired and _who(member) not in there:
            yield member


def _seats(project: RegionalProject) -> list[CollectiveMember]:
    return list(project.members.select_related("profile", "participation__establishment"))


def _who(member: CollectiveMember) -> tuple[str, int, str, str]:
    return member.group, member.profile_id, member.function, member.origin


def deposited_answers(source: Application) -> dict[str, tuple[Question, Any]]:
    """{code: (question, stored answer)} of what the deposit in force says; what was rewritten since stays out."""
    sealed = {
        answer["code"]: answer["value"]
        for section in source.in_force.content.get("sections", [])
        for answer in section["answers"]
    }
    questions = {question.code: question for question in questions_of(source)}
    return {
        answer["code"]: (questions[answer["code"]], row.answers[answer["code"]])
        for row in source.rows_by_section.values()
        for answer in row.content.get("answers", [])
        if answer["code"] in row.answers
        and answer["code"] in questions
        and answer["code"] in sealed
        and sealed[answer["code"]] == answer["value"]
    }


def fits(question: Question, earlier: Question, value: Any) -> bool:
    """Whether an answer answers this question too: asked in the same words, of the same kind, within its limits."""
    if question.kind not in LASTING or question.code in OF_ITS_REGIONAL_CALL or question.asks.is_blank(value):
        return False
    if (question.kind, question.label) != (earlier.kind, earlier.label):
        return False
    if question.kind in TEXTS:
        return len(value) <= getattr(question.asks, "max_length", 0)
    return bool(question.settings == earlier.settings)


def _answers(
    source: Application, call: Call, fiche: Application | None, structures: list[Participation]
) -> dict[str, tuple[Section, Any]]:
    """{code: (section, stored value)} of the questions that the fiche leaves blank and asks."""
    questionnaire = fiche.questionnaire_id if fiche else call.questionnaire_id
    rows = Question.objects.filter(section__questionnaire=questionnaire).select_related("section")
    questions = list(rows.order_by("section__number", "position", "pk"))
    written = answers_of(fiche) if fiche else {}
    earlier = deposited_answers(source)
    wanted = {
        question.code: earlier[question.code][1]
        for question in questions
        if question.code in earlier and fits(question, *earlier[question.code])
    } | _facts(source, call, structures)
    wanted = {code: value for code, value in wanted.items() if is_blank(written.get(code))}
    return {
        question.code: (question.section, wanted[question.code])
        for question in asked(questions, written | wanted)
        if question.code in wanted
    }


def _facts(source: Application, call: Call, structures: list[Participation]) -> dict[str, Any]:
    """What the portal knows itself of the phase before: that there was a project, and which structures go on (R68)."""
    if source.project.call_id != call.previous_id or not hasattr(source.project, "award"):
        return {}
    names = listed([row.establishment.name for row in structures])
    return {"exploration_menee": True} | ({"structures_phase_1": f"{names}."} if names else {})


def _by_section(questionnaire: Questionnaire, answers: Mapping[str, tuple[Section, Any]]) -> list[tuple[Section, Any]]:
    return [
        (section, own)
        for section in questionnaire.sections.order_by("number")
        if (own := {code: value for code, (home, value) in answers.items() if home.pk == section.pk})
    ]


def carry_over(
    application: Application, source: Application, chosen: Chosen, *, by: Membership, now: datetime | None = None
) -> int:
    """Take what is chosen, as one edit of the fiche; how many things. Asked twice, nothing is taken twice.

    Answers that one party gives alone are taken too: taken is not answered, and only that party keeps them.
    """
    now = now or timezone.now()
    fresh = sources(application.project.call, application.project.region, by).filter(pk=source.pk).first()
    if fresh is None:
        raise OutOfTurn("Cette fiche ne peut plus être reprise.")
    summary = f"Repris de la fiche {fresh.in_force.number}"
    with edit(application, *sections_of(application), by=by, now=now, summary=summary) as fiche:
        found = plan(fresh, fiche.project.call, fiche.project.region, fiche)
        taken = [*_take_rows(fiche, found, chosen, now), *_take_answers(fiche, found, chosen)]
        remember(fiche, taken, source=fresh.in_force, taken_at=now, taken_by=by)
        fiche.wrote = bool(taken)
    return len(taken)


def _take_rows(fiche: Application, found: CarryPlan, chosen: Chosen, now: datetime) -> Iterator[CarriedOver]:
    entered: dict[int, Participation] = {}
    tools: dict[int, DigitalProject] = {}
    for row in found.structures:
        if row.pk in chosen.structures:
            tool = tools.get(row.digital_project_id) or _tool(fiche.project, row.digital_project)
            tools[row.digital_project_id] = tool
            taken = take_part(
                fiche.project,
                row.establishment,
                tool,
                contact_function=row.contact_function,
                contact_email=row.contact_email,
                now=now,
            )
            taken.dimensions.set(row.dimensions.all())
            entered[row.pk] = taken
            yield CarriedOver(participation=taken, value=snapshot(taken))
    for member in found.members:
        origin = member.participation_id
        if member.pk in chosen.members and (origin is None or origin in entered):
            seat = seat_of(member)
            seat["participation"] = entered[origin] if origin else None
            made = add_member(fiche.project, MemberGroup(member.group), seat)
            yield CarriedOver(member=made, value=snapshot(made))


def _tool(project: RegionalProject, tool: DigitalProject) -> DigitalProject:
    """The same digital project in the fiche: the one that has its title, if structures explore it there already."""
    known = DigitalProject.objects.filter(project=project, title=tool.title).explored().first()
    return known or describe_tool(
        project,
        Tool(
            title=tool.title,
            tool=tool.tool,
            theme=offered_for(tool.theme, themes_for(project)),
            nature=tool.nature,
            maturity=tool.maturity,
            work_question=tool.work_question,
        ),
    )


def _take_answers(fiche: Application, found: CarryPlan, chosen: Chosen) -> Iterator[CarriedOver]:
    for section, answers in found.sections:
        if section.pk in chosen.sections:
            row = answers_row(fiche, section)
            fiche.rows_by_section[section.pk] = row
            row.answers = {**row.answers, **answers}
            yield from (CarriedOver(code=code, value=value) for code, value in answers.items())
