"""The demonstration's regional calls: one concluded in Paca and one in Île-de-France, one still open."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from applications.fiche_edit import edit
from applications.models import Application
from calls.enums import SectionKind, Vocabulary
from calls.models import Call, Question, Term
from calls.terms import terms_of
from core.wording import PARIS, of_the
from demo.people import Pair, pair
from demo.structures import FICTIONAL, Taking, read, registered
from directory.models import Establishment
from regional_calls.announcing import announce
from regional_calls.enums import JointOutcome, Leaning
from regional_calls.models import Expression, RegionalCall, RegionalTheme
from regional_calls.opening import publish
from regional_calls.preparing import create_call
from regional_calls.progress import sections_of
from regional_calls.public_questions import answer, ask, set_aside
from regional_calls.retaining import take_in_all
from regional_calls.selection import confirm_choice, give_view, propose_choice
from regional_calls.submitting import submit
from regional_calls.writing import choose_establishment, describe_project, save_answers
from regions.models import RegionalProject

LEANINGS = {
    JointOutcome.RETAINED: Leaning.FAVOURABLE,
    JointOutcome.WAITING: Leaning.RESERVED,
    JointOutcome.NOT_RETAINED: Leaning.UNFAVOURABLE,
}


@dataclass(frozen=True)
class ExpressionStory:
    """What a structure hands in, and what the pair makes of it."""

    establishment: Establishment
    title: str
    tool: str
    theme: int
    nature: str
    maturity: str
    question: str
    outcome: JointOutcome = JointOutcome.RETAINED
    reason: str = ""
    term: str = ""


# Region: how many structures answered beside those that were retained. Nine in all in Paca, eight in Île-de-France.
CONCLUDED = {"93": 4, "11": 2}


def conclude(application: Application, takings: list[Taking]) -> None:
    """The call that chose the structures of a fiche, from its opening to the fiche that takes them up."""
    project = RegionalProject.objects.with_parties().get(pk=application.project_id)
    starts_at = project.call.opens_at + timedelta(days=14)
    hats = pair(project.region.code)
    closes_at = (starts_at + timedelta(days=42)).astimezone(project.call.zone).replace(hour=0, minute=0)
    regional = begun(project, hats, starts_at, closes_at, at=starts_at - timedelta(days=5))
    public_question(regional, hats, at=starts_at + timedelta(days=9))
    candidates = [*chosen(project, takings), *others(project, CONCLUDED[project.region.code])]
    expressions = [
        handed_in(regional, candidate, rank, at=starts_at + timedelta(days=12 + 3 * rank))
        for rank, candidate in enumerate(candidates)
    ]
    sort(expressions, candidates, hats, at=closes_at + timedelta(days=6))
    announced_at = closes_at + timedelta(days=12, hours=10)
    announce(regional, by=hats.ars_signatory, now=announced_at)
    now = announced_at + timedelta(hours=2)
    with edit(
        application,
        SectionKind.PARTICIPANTS,
        by=hats.ars_writer,
        now=now,
        summary="Structures retenues par l'appel régional reprises",
    ):
        take_in_all(project, by=hats.ars_writer, now=now)


def load_open(call: Call, today: date) -> None:
    """In Île-de-France a call closes in nine days: three answers, one of them not read by the Aract, two questions."""
    project = RegionalProject.objects.with_parties().get(call=call, region__code="11")
    hats = pair("11")
    starts_at = datetime.combine(today - timedelta(days=17), time(9), tzinfo=PARIS)
    closes_at = datetime.combine(today + timedelta(days=10), time(0), tzinfo=PARIS)
    regional = begun(project, hats, starts_at, closes_at, at=starts_at - timedelta(days=2))
    public_question(regional, hats, at=starts_at + timedelta(days=4))
    text = "Un service à domicile dont l'outil n'est pas encore choisi peut-il répondre ?"
    ask(regional, email="direction@service-fictif.example", text=text, now=at_ten(today - timedelta(days=1)))
    aside = "Où stationner près de l'ARS ?"
    off_subject = ask(
        regional, email="accueil@service-fictif.example", text=aside, now=at_ten(today - timedelta(days=3))
    )
    set_aside(off_subject, by=hats.aract_writer, now=at_ten(today - timedelta(days=2)))
    for rank, candidate in enumerate(others(project, 3)):
        expression = handed_in(regional, candidate, rank, at=at_ten(today - timedelta(days=9 - 3 * rank)))
        read_by = [hats.ars_writer, hats.aract_writer] if rank == 0 else [hats.ars_writer] if rank == 1 else []
        for by in read_by:
            comment = "La question de travail est claire."
            now = at_ten(today - timedelta(days=2))
            give_view(expression, leaning=Leaning.FAVOURABLE, comment=comment, by=by, now=now)


def at_ten(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=PARIS)


def begun(
    project: RegionalProject, hats: Pair, opens_at: datetime, closes_at: datetime, *, at: datetime
) -> RegionalCall:
    texts = read("regional_calls")
    values = {
        "title": f"Numérique et travail : appel à volontaires {project.region.located}",
        "presentation": texts["presentation"].strip(),
        "expectations": texts["expectations"].strip(),
        "contact_function": "Chargé de mission santé et numérique, Aract",
        "contact_email": hats.aract_writer.user.email,
        "opens_at": opens_at,
        "closes_at": closes_at,
    }
    regional = create_call(project, values, by=hats.aract_writer, now=at)
    return publish(regional, by=hats.ars_writer, now=at + timedelta(hours=6))


def public_question(regional: RegionalCall, hats: Pair, *, at: datetime) -> None:
    asked = "Faut-il avoir déjà acheté l'outil pour répondre ?"
    question = ask(regional, email="secretariat@structure-fictive.example", text=asked, now=at)
    said = "Non : un projet passé, en cours ou à venir convient, s'il pose une question de travail."
    answer(question, wording=asked, answer=said, by=hats.aract_writer, now=at + timedelta(days=1))


def chosen(project: RegionalProject, takings: list[Taking]) -> list[ExpressionStory]:
    """The structures that the fiche will name, as they answered before it was written."""
    return [
        ExpressionStory(
            establishment=registered(taking, project.region),
            title=taking.tool["title"],
            tool=taking.tool["tool"],
            theme=rank,
            nature=taking.tool["nature"],
            maturity=taking.tool["maturity"],
            question=taking.tool["question"],
            term=taking.tool["theme"],
        )
        for rank, taking in enumerate(takings)
    ]


def others(project: RegionalProject, count: int) -> list[ExpressionStory]:
    cities = read("regions")[project.region.code]["cities"]
    return [
        ExpressionStory(
            establishment=registered(Taking(entry, entry, cities[rank % len(cities)]), project.region),
            title=entry["title"],
            tool=entry["tool"],
            theme=entry["theme"] - 1,
            nature=entry["nature"],
            maturity=entry["maturity"],
            question=entry["question"],
            outcome=JointOutcome(entry["outcome"]),
            reason=entry["reason"],
        )
        for rank, entry in enumerate(read("regional_calls")["candidates"][:count])
    ]


def handed_in(regional: RegionalCall, candidate: ExpressionStory, rank: int, *, at: datetime) -> Expression:
    """Written in one evening and handed in; the link that opened it is not kept, since nobody receives these mails."""
    name = candidate.establishment.name.removesuffix(FICTIONAL).strip()
    expression = Expression.objects.create(
        call=regional, email=f"direction-{candidate.establishment.finess}@structure-fictive.example", started_at=at
    )
    choose_establishment(expression, candidate.establishment, now=at)
    describe_project(
        expression,
        {
            "title": candidate.title,
            "tool": candidate.tool,
            "theme": theme_of(regional, candidate),
            "nature": Term.objects.get(vocabulary=Vocabulary.NATURE, code=candidate.nature),
            "maturity": Term.objects.get(vocabulary=Vocabulary.MATURITY, code=candidate.maturity),
            "work_question": candidate.question or f"Que change cet outil au travail des équipes {of_the(name)} ?",
            "contact_function": "Responsable du projet numérique",
        },
        now=at,
    )
    answers = {
        question.code: value
        for section in sections_of(expression)
        for question in section.questions.all()
        if (value := said_of(question, rank)) is not None
    }
    save_answers(expression, answers, now=at)
    return submit(expression, now=at)


def theme_of(regional: RegionalCall, candidate: ExpressionStory) -> RegionalTheme:
    """The call's theme of the same term as the tool's, else the one of that rank."""
    themes = list(regional.themes.select_related("term"))
    same = [theme for theme in themes if theme.term.code == candidate.term]
    return same[0] if same else themes[candidate.theme % len(themes)]


def said_of(question: Question, rank: int) -> Any:
    """The stored answer of the structure of that rank."""
    variants = read("regional_calls")["answers"].get(question.code)
    terms = terms_of([question])
    words = list(question.asks.sayable(terms).values())
    if variants:
        said = variants[rank % len(variants)]
    elif question.asks.several:
        said = "\n".join(words[rank % 2 :: 2])
    elif words:
        said = words[question.code == "phase_1" and rank % 3 != 0]
    else:
        return None
    return question.asks.from_cell(said, terms)


def sort(expressions: list[Expression], candidates: list[ExpressionStory], hats: Pair, *, at: datetime) -> None:
    """Both parties read; the Aract proposes, the ARS confirms."""
    rank = 0
    for expression, candidate in zip(expressions, candidates, strict=True):
        leaning = LEANINGS[candidate.outcome]
        for by in (hats.ars_writer, hats.aract_writer):
            give_view(expression, leaning=leaning, comment=candidate.reason, by=by, now=at)
        rank += candidate.outcome == JointOutcome.WAITING
        choice = propose_choice(
            expression,
            outcome=candidate.outcome,
            rank=rank if candidate.outcome == JointOutcome.WAITING else None,
            reason=candidate.reason,
            by=hats.aract_writer,
            now=at + timedelta(days=1),
        )
        confirm_choice(expression, revision=choice.revision, by=hats.ars_writer, now=at + timedelta(days=3))
