"""A questionnaire as who composes it sees it: each section and question with when it is asked and what is wrong."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.urls import reverse

from calls.answerable import Fault, faults
from calls.conditions import condition_of, wordings
from calls.enums import Owner, SectionKind
from calls.kinds import TermLists
from calls.models import Question, Questionnaire, Section
from calls.models.questionnaire import REGIONAL
from calls.studio import key_of
from calls.terms import every_term

UNREADABLE = "Réglages à corriger."
# Where a button sends a row: «section:what it goes before», the latter blank for the end; blank when it goes nowhere.
Move = str


@dataclass(frozen=True)
class OutlineQuestion:
    """A question in its place: what is expected of its answer, when it is asked, what is wrong with it."""

    question: Question
    expected: str
    words: Sequence[str]
    when: str
    faults: list[Fault]
    up: Move
    down: Move

    @property
    def key(self) -> str:
        return key_of(self.question)

    @property
    def owner(self) -> str:
        """The party that answers it alone, if one does."""
        return "" if self.question.owner == Owner.BOTH else str(Owner(self.question.owner).label)


@dataclass(frozen=True)
class OutlineSection:
    section: Section
    when: str
    faults: list[Fault]
    questions: list[OutlineQuestion]
    up: Move
    down: Move

    @property
    def key(self) -> str:
        return key_of(self.section)

    @property
    def table(self) -> str:
        kind = SectionKind(self.section.kind)
        return "" if kind == SectionKind.QUESTIONS else str(kind.label)

    @property
    def wrong(self) -> int:
        """How many faults it and its questions have."""
        return len(self.faults) + sum(len(one.faults) for one in self.questions)


@dataclass(frozen=True)
class Outline:
    questionnaire: Questionnaire
    sections: list[OutlineSection]
    faults: list[Fault]
    # Faults of no row: there is no section.
    general: list[Fault] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(one.questions) for one in self.sections)


def outline(questionnaire: Questionnaire) -> Outline:
    """As many queries for one question as for a hundred."""
    sections = list(questionnaire.sections.order_by("number").prefetch_related("questions"))
    every = [question for section in sections for question in section.questions.all()]
    terms = every_term(questionnaire)
    found = faults(questionnaire, tables=for_pairs(questionnaire))
    by_row: dict[str, list[Fault]] = defaultdict(list)
    for fault in found:
        by_row[key_of(fault.row) if fault.row else ""].append(fault)
    when = conditions_in_words(every, terms)

    def drawn(question: Question, up: Move, down: Move) -> OutlineQuestion:
        try:
            expected, words = question.asks.explained(terms), list(question.asks.sayable(terms).values())
        except (ValidationError, KeyError):
            expected, words = UNREADABLE, []
        words = words if expected.endswith(":") else []
        wrong = by_row[key_of(question)]
        return OutlineQuestion(question, expected, words, when.get(question.code, ""), wrong, up, down)

    parts = []
    for place, section in enumerate(sections):
        rows = [drawn(*line) for line in question_moves(sections, place)]
        up = f":{sections[place - 1].pk}" if place else ""
        down = f":{key_at(sections, place + 2)}" if place + 1 < len(sections) else ""
        parts.append(
            OutlineSection(section, section_when(section, every, terms), by_row[key_of(section)], rows, up, down)
        )
    return Outline(questionnaire, parts, found, by_row[""])


def for_pairs(questionnaire: Questionnaire) -> bool:
    """Whether it is a fiche's, with its tables; structures answer the other one."""
    return questionnaire.code != REGIONAL


def conditions_in_words(every: list[Question], terms: TermLists) -> Mapping[str, str]:
    """None while a question cannot be read: its fault says so."""
    try:
        return wordings(every, terms)
    except (ValidationError, KeyError):
        return {}


def section_when(section: Section, every: list[Question], terms: TermLists) -> str:
    try:
        return condition_of(section, every, terms)
    except (ValidationError, KeyError):
        return ""


def question_moves(sections: list[Section], place: int) -> Iterator[tuple[Question, Move, Move]]:
    """Each question of a section, and where one step up or down sends it: into the next section from an end."""
    here = list(sections[place].questions.all())
    own = sections[place].pk
    for rank, question in enumerate(here):
        up = f"{own}:{here[rank - 1].pk}" if rank else f"{sections[place - 1].pk}:" if place else ""
        down = ""
        if rank + 1 < len(here):
            down = f"{own}:{key_at(here, rank + 2)}"
        elif place + 1 < len(sections):
            after = sections[place + 1]
            down = f"{after.pk}:{key_at(list(after.questions.all()), 0)}"
        yield question, up, down


def key_at(rows: Sequence[Section | Question], place: int) -> int | str:
    return rows[place].pk if place < len(rows) else ""


def fault_url(questionnaire: Questionnaire, fault: Fault) -> str:
    """The page where a fault is put right."""
    row, start = fault.row, [questionnaire.pk]
    match row, fault.part:
        case Section(), "condition":
            return reverse("calls:section_condition", args=[*start, row.pk])
        case Section(), _:
            return reverse("calls:edit_section", args=[*start, row.pk])
        case Question(), "condition":
            return reverse("calls:question_condition", args=[*start, row.pk])
        case Question(), "answer":
            return reverse("calls:edit_answer", args=[*start, row.pk])
        case Question(), _:
            return reverse("calls:edit_question", args=[*start, row.pk])
    return reverse("calls:studio", args=start)
