"""Writing, signing and depositing a demonstration fiche, by the deeds that people use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from applications.answers import save_answers
from applications.capacity import capacity_of
from applications.depositing import deposit
from applications.fiche_edit import edit
from applications.models import Application
from applications.signing import sign
from applications.starting import start
from calls.enums import Owner, Vocabulary
from calls.kinds import TermLists
from calls.models import Call, Question, Section, Term
from calls.terms import terms_of
from core.wording import at, of, the
from demo.people import Pair
from demo.structures import Taking, described, read, registered
from regions.composing import Seat, add_member
from regions.enums import FundingState, MemberGroup
from regions.funding import add_cofunding, ask_complement
from regions.models import Participation
from regions.participating import describe_tool, take_part
from regions.planning import plan_stage

# Days of the Aract by stage, in order (R58–R63).
DAYS = ("6", "8", "32.5", "20", "16.25", "9")
NUMBERS = {"candidatures_recues": 11, "copil_reunions": 4}


@dataclass(frozen=True)
class Story:
    """What one region's fiche says; `turn` varies the wording."""

    pair: Pair
    title: str
    takings: list[Taking]
    complement: Decimal
    turn: int


def begin(call: Call, story: Story, *, at: datetime) -> Application:
    return start(call, title=story.title, by=story.pair.aract_writer, now=at)


def write(application: Application, story: Story, *, at: datetime, sections: Iterable[int] = range(1, 15)) -> None:
    """Fill in the given sections, tables included."""
    for section in application.questionnaire.sections.prefetch_related("questions"):
        if section.number in sections:
            by = story.pair.ars_writer if section.number % 2 else story.pair.aract_writer
            _answer(application, section, story, by=by, at=at)
            table = TABLES.get(section.kind)
            if table is not None:
                with edit(
                    application, section, by=by, now=at, summary=f"Section {section.number} remplie : {section.title}"
                ):
                    table(application, story, at)


def sign_by_both(application: Application, story: Story, *, at: datetime) -> None:
    for by, delay in ((story.pair.aract_signatory, 0), (story.pair.ars_signatory, 26)):
        application.refresh_from_db()
        sign(
            application,
            seen_hash=application.content_hash,
            capacity=capacity_of(by),
            by=by,
            now=at + timedelta(hours=delay),
        )


def last_days(call: Call, turn: int) -> datetime:
    """When the fiche of that turn is deposited: three a day, in the morning, until the day of closing."""
    return call.closes_at - timedelta(days=2 - turn // 3, hours=15 - 2 * (turn % 3))


def send(application: Application, story: Story, *, at: datetime) -> None:
    """Sign on both sides, then deposit three days later; every structure except the first has confirmed."""
    sign_by_both(application, story, at=at - timedelta(days=3))
    deposit(application, by=story.pair.ars_writer, now=at)
    confirmed = Participation.objects.filter(project=application.project).order_by("pk")[1:]
    Participation.objects.filter(pk__in=[row.pk for row in confirmed]).update(confirmed_at=at - timedelta(days=1))


def _answer(application: Application, section: Section, story: Story, *, by: Any, at: datetime) -> None:
    """Each party answers what is its own."""
    owners = {Owner.ARS: story.pair.ars_writer, Owner.ARACT: story.pair.aract_writer}
    for owner in Owner:
        questions = [question for question in section.questions.all() if question.owner == owner]
        terms = terms_of(questions)
        answers = {
            question.code: question.asks.from_cell(said, terms)
            for question in questions
            if (said := _said(application, question, story, terms)) is not None
        }
        if answers:
            save_answers(application, section, answers, by=owners.get(owner, by), now=at)


def _said(application: Application, question: Question, story: Story, terms: TermLists) -> Any:
    """An answer as a spreadsheet would say it, whatever the question's kind."""
    code, variants = question.code, read("answers").get(question.code)
    figures = read("figures")
    if variants:
        return sentences(variants[story.turn % len(variants)].format_map(_words(application, story)))
    if code in figures:
        return figures[code][story.turn % 2]
    words = question.asks.sayable(terms)
    if question.asks.several:
        return "\n".join([words[word] for word in sorted(words)][story.turn % 2 :: 2] or list(words.values()))
    if words:
        denied = code == "exploration_menee" and application.project.previous_id is None
        return list(words.values())[denied]
    if question.asks.compares:
        return NUMBERS.get(code, 3) + story.turn % 4
    return _date(application.project.call, code)


def sentences(text: str) -> str:
    """A capital at the start of each: the words filled in are written as in the middle of one."""
    return re.sub(r"(?:^|(?<=[.?!] ))[a-zà-ÿ]", lambda first: first[0].upper(), text)


def _date(call: Call, code: str) -> date | None:
    opened, closed = call.opens_at.date(), call.closes_at.date()
    return {
        "appel_ouverture": opened + timedelta(days=14),
        "appel_cloture": opened + timedelta(days=49),
        "debut_prevu": closed + timedelta(days=90),
        "fin_prevue": closed + timedelta(days=455),
    }.get(code)


def _words(application: Application, story: Story) -> dict[str, object]:
    project = application.project
    region = read("regions")[project.region.code]
    return {
        "in_region": at(project.region),
        "of_region": of(project.region),
        "ars": the(project.ars),
        "aract": the(project.aract),
        "ars_email": project.ars.email,
        "aract_email": project.aract.email,
        "count": len(story.takings),
        **{key: region[key] for key in ("support", "territory", "angle", "tools")},
    }


def _participants(application: Application, story: Story, at: datetime) -> None:
    """Those that a regional call retained are there already."""
    project = application.project
    for taking in story.takings:
        if project.participations.present().filter(establishment=registered(taking, project.region)).exists():
            continue
        tool = project.digital_projects.filter(title=taking.tool["title"]).first()
        take_part(
            project,
            registered(taking, project.region),
            tool or describe_tool(project, described(taking)),
            contact_function="Responsable du projet numérique",
            contact_email="projet.numerique@structure-fictive.example",
            now=at,
        )


def _collective(application: Application, story: Story, at: datetime) -> None:
    seats = (
        ("DIRECTION", "Direction adjointe", 1),
        ("SOIGNANT", "Cadre de santé et infirmière", 2),
        ("TECHNICO_ADMIN", "Référente des systèmes d'information", 1),
        ("ELU_PERSONNEL", "Représentant du personnel", 1),
        ("FOURNISSEUR", "Responsable des usages chez un éditeur", 1),
    )
    present = list(Participation.objects.filter(project=application.project).order_by("pk"))
    for rank, (code, function, count) in enumerate(seats):
        profile = Term.objects.get(vocabulary=Vocabulary.PROFILE, code=code)
        origin = None if code == "FOURNISSEUR" else present[rank % len(present)]
        name = "" if origin else "Éditeur de logiciels (fictif)"
        seat = Seat(profile=profile, function=function, participation=origin, organisation_name=name, seats=count)
        add_member(application.project, MemberGroup.COLLECTIVE, seat)


def _extended(application: Application, story: Story, at: datetime) -> None:
    seats = (
        ("GRADES", "Directrice des projets", "Groupement régional d'appui à la e-santé", 1),
        ("ANS_RDT", "Responsable du développement territorial", "Agence du numérique en santé", 1),
        ("ACTEUR_SECTEUR", "Déléguée régionale", "Fédération du secteur médico-social", 2),
    )
    for code, function, organisation, count in seats:
        profile = Term.objects.get(vocabulary=Vocabulary.EXTENDED_PROFILE, code=code)
        seat = Seat(profile=profile, function=function, participation=None, organisation_name=organisation, seats=count)
        add_member(application.project, MemberGroup.EXTENDED, seat)


def _stages(application: Application, story: Story, at: datetime) -> None:
    start_on = application.project.call.closes_at.date() + timedelta(days=90)
    for rank, (stage, days) in enumerate(zip(Term.objects.of(Vocabulary.STAGE), DAYS, strict=True)):
        whole = rank == len(DAYS) - 1
        plan_stage(
            application.project,
            stage,
            planned_days=Decimal(days) + Decimal("0.5") * (story.turn % 3),
            starts_on=start_on + timedelta(days=0 if whole else 60 * rank),
            ends_on=start_on + timedelta(days=365 if whole else 60 * rank + 75),
            method="",
        )


def _budget(application: Application, story: Story, at: datetime) -> None:
    ask_complement(
        application.project,
        amount=story.complement,
        reason=(
            "Remplacement des professionnels qui participent aux enquêtes et aux temps collectifs, déplacements des "
            "structures éloignées, appui d'un graphiste pour les productions."
            if story.complement
            else ""
        ),
    )
    if story.turn % 2 == 0:
        add_cofunding(
            application.project,
            funder="Fonds d'intervention régional",
            purpose="Journée régionale de restitution",
            amount=Decimal(8_000 + 500 * story.turn),
            state=FundingState.GRANTED,
        )


TABLES = {
    "participants": _participants,
    "collective": _collective,
    "extended_group": _extended,
    "stages": _stages,
    "budget": _budget,
}
