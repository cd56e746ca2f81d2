"""Two revisions of a questionnaire, side by side: what a reader of the former must know of the latter."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from calls.answerable import Fault
from calls.conditions import condition_of, wordings
from calls.kinds import TermLists
from calls.models import Question, Questionnaire, Section
from calls.terms import every_term


@dataclass(frozen=True)
class Change:
    """One aspect of a question, before and after; blank on the side where it does not exist."""

    aspect: str
    before: str
    after: str


@dataclass(frozen=True)
class QuestionChange:
    """A question added, withdrawn or changed, and in what."""

    label: str
    fate: str
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class SectionChange:
    title: str
    fate: str
    changes: list[Change] = field(default_factory=list)
    questions: list[QuestionChange] = field(default_factory=list)


ADDED, WITHDRAWN, CHANGED = "ajoutée", "retirée", "modifiée"


def compare(before: Questionnaire, after: Questionnaire) -> list[SectionChange]:
    """The sections that differ, in the order of the latter, those withdrawn last; five queries.

    Sections and questions are matched by code: that is what answers are kept by.
    """
    terms = every_term(after)
    old, new = _read(before, terms), _read(after, terms)
    changes = []
    for code in [*new.sections, *(code for code in old.sections if code not in new.sections)]:
        change = _section(code, old, new)
        if change is not None:
            changes.append(change)
    return changes


def incompatible(before: Collection[Questionnaire], after: Questionnaire) -> Iterator[Fault]:
    """The questions whose code would change meaning: an answer already given could no longer be read."""
    former = Question.objects.filter(section__questionnaire__in=before).order_by("section__questionnaire__revision")
    shapes = {question.code: shape_of(question) for question in former}
    for question in Question.objects.filter(section__questionnaire=after).order_by("section__number", "position"):
        if not same_shape(shapes.get(question.code, {}), shape_of(question)):
            text = (
                f"La question « {question.label} » attendait une réponse d'une autre nature : retirez-la et posez-en "
                "une autre, les réponses déjà écrites resteront à l'ancienne."
            )
            yield Fault(text, question, "answer")


def shape_of(question: Question) -> dict[str, str]:
    """The kind of a question, and of each column of its rows if it has any, by code."""
    columns = getattr(question.asks, "columns", ())
    return {"": question.kind, **{column.code: column.kind.code.value for column in columns}}


def same_shape(was: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether what was answered to a question of the former shape is read by one of the latter."""
    return all(was.get(part, kind) == kind for part, kind in now.items())


@dataclass(frozen=True)
class _Read:
    """A questionnaire in words: its sections and questions by code, and what is said of each question.

    `asked` says when each section is asked for.
    """

    sections: dict[str, Section]
    asked: dict[str, str]
    questions: dict[str, Question]
    said: dict[str, dict[str, str]]


def _read(questionnaire: Questionnaire, terms: TermLists) -> _Read:
    sections = list(questionnaire.sections.order_by("number").prefetch_related("questions"))
    questions = {question.code: question for section in sections for question in section.questions.all()}
    when = wordings(questions.values(), terms)
    titles = {section.pk: section.title for section in sections}
    return _Read(
        {section.code: section for section in sections},
        {section.code: condition_of(section, list(questions.values()), terms) for section in sections},
        questions,
        {
            code: _said(question, titles[question.section_id], when.get(code, ""), terms)
            for code, question in questions.items()
        },
    )


def _said(question: Question, section: str, when: str, terms: TermLists) -> dict[str, str]:
    """What a reader knows of a question, by aspect."""
    expected = question.asks.explained(terms)
    if expected.endswith(":"):
        expected = f"{expected} {', '.join(question.asks.sayable(terms).values())}"
    return {
        "Question": question.label,
        "Section": section,
        "Aide": question.help_text,
        "Réponse attendue": expected,
        "À remplir par": str(question.get_owner_display()),
        "Avant la signature": "à remplir" if question.required else "peut rester vide",
        "Posée": when or "toujours",
        "Montrée aux rapporteurs": "oui" if question.for_reviewers else "non",
        "Donnée personnelle": "oui" if question.personal else "non",
    }


def _section(code: str, old: _Read, new: _Read) -> SectionChange | None:
    before, after = old.sections.get(code), new.sections.get(code)
    here = after or before
    questions = [
        *_questions(after, old, new),
        *(
            QuestionChange(question.label, WITHDRAWN)
            for question in (before.questions.all() if before else [])
            if question.code not in new.questions
        ),
    ]
    changes = []
    if before and after:
        changes = [*_differences(_about(before, old), _about(after, new)), *_reordered(before, after)]
    if here is None or (before and after and not changes and not questions):
        return None
    fate = CHANGED if before and after else ADDED if after else WITHDRAWN
    return SectionChange(here.title, fate, changes, questions)


def _reordered(before: Section, after: Section) -> Iterator[Change]:
    """The questions that both ask, when they no longer follow one another in the same order."""
    old, new = ({question.code: question.label for question in side.questions.all()} for side in (before, after))
    first, then = [code for code in old if code in new], [code for code in new if code in old]
    if first != then:
        said = (", ".join(f"« {labels[code]} »" for code in codes) for codes, labels in ((first, old), (then, new)))
        yield Change("Ordre des questions", *said)


def _about(section: Section, read: _Read) -> dict[str, str]:
    return {
        "Titre": section.title,
        "Place": f"section {section.number}",
        "Conseils": section.guidance,
        "Tableau": str(section.get_kind_display()),
        "Demandée": read.asked[section.code] or "toujours",
    }


def _questions(section: Section | None, old: _Read, new: _Read) -> Iterator[QuestionChange]:
    for question in section.questions.all() if section else []:
        if question.code not in old.questions:
            yield QuestionChange(question.label, ADDED, _differences({}, new.said[question.code]))
            continue
        changes = _differences(old.said[question.code], new.said[question.code])
        if changes:
            yield QuestionChange(question.label, CHANGED, changes)


def _differences(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    return [
        Change(aspect, before.get(aspect, ""), said)
        for aspect, said in after.items()
        if before.get(aspect, "") != said and (before or aspect not in {"Question", "Section"})
    ]
