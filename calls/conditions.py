"""Which questions are asked: some only if earlier ones were answered in a certain way (`calls.clauses`).

One function decides it for forms, completeness, reading, PDFs and exports; `static/js/conditions.js` says it again, for
the page that is being filled in alone. An answer that is no longer asked for stays stored, so that changing one's mind
twice loses nothing; but it is no part of what is signed, read, printed or exported.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from calls.clauses import COMPARING, NAMING, Clause, Operator, Test
from calls.enums import SectionKind
from calls.kinds import TermLists
from calls.models import Question, Section


def passes(test: Test, question: Question, value: Any) -> bool:
    """Whether the stored answer to a question that is asked is as a test wants it."""
    kind = question.asks
    if test.operator == Operator.ANSWERED:
        return not kind.is_blank(value)
    if test.operator in NAMING:
        said = set(kind.said(value))
        meets = bool(said & set(test.values))
        return meets if test.operator == Operator.ONE_OF else bool(said) and not meets
    figure = kind.measured(value)
    if figure is None:
        return False
    return figure >= test.bound if test.operator == Operator.AT_LEAST else figure <= test.bound


def asked(
    questions: Iterable[Question], answers: Mapping[str, Any], open_codes: Collection[str] = ()
) -> list[Question]:
    """The questions, in order, that these answers call for; each with its section, if it has one, read already.

    `open_codes` are those still being answered on a page: what depends on them may be asked any moment. A question
    whose section is not asked for is not asked either.
    """
    heard: dict[str, Question] = {}
    begun: dict[int, bool] = {}
    judge = judge_of(heard, answers, open_codes)
    found = []
    for question in questions:
        if question.section_id is not None and question.section_id not in begun:
            begun[question.section_id] = question.section.clause.holds(judge)
        if begun.get(question.section_id, True) and question.clause.holds(judge):
            heard[question.code] = question
            found.append(question)
    return found


def judge_of(
    heard: Mapping[str, Question], answers: Mapping[str, Any], open_codes: Collection[str] = ()
) -> Callable[[Test], bool]:
    """How tests fare, among the questions asked so far."""

    def judge(test: Test) -> bool:
        on = heard.get(test.question)
        if on is None:
            return False
        return test.question in open_codes or passes(test, on, answers.get(test.question))

    return judge


def asked_on_page(page: Collection[Question], every: Iterable[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The questions of a page that it draws, among `every` question of the questionnaire.

    Each is left with the part of its condition that the page decides (`Question.left`).
    """
    codes = {question.code for question in page}
    drawn = asked(every, answers, codes)
    judge = judge_of({question.code: question for question in drawn}, answers)
    found = [question for question in drawn if question.code in codes]
    for question in found:
        question.left = question.clause.left_by(lambda test: None if test.question in codes else judge(test))
    return found


def depends_elsewhere(page: Iterable[Question]) -> bool:
    """Whether a page asks something according to what another page says."""
    page = list(page)
    codes = {question.code for question in page}
    return any(not question.clause.codes <= codes for question in page) or any(
        bool(question.section.clause) for question in page[:1] if question.section_id is not None
    )


def dependents(sections: Collection[Section], questions: Iterable[Question]) -> set[int]:
    """Keys of the other sections that ask something according to what these say, through others if need be."""
    written = {section.pk for section in sections}
    codes: set[str] = set()
    found: set[int] = set()
    for question in questions:  # in their order: what one depends on stands before it
        touched = question.clause.codes & codes or question.section.clause.codes & codes
        if question.section_id in written or touched:
            codes.add(question.code)
            found.add(question.section_id)
    return found - written


def is_void(section: Section, called_for: Collection[Question], answers: Mapping[str, Any]) -> bool:
    """Whether a section is «sans objet»: its condition fails, or it holds questions alone and none is asked.

    `called_for` are the questions that these answers call for, of all the sections (`asked`).
    """
    if not section.clause.holds(judge_of({question.code: question for question in called_for}, answers)):
        return True
    asks = any(question.section_id == section.pk for question in called_for)
    return section.kind == SectionKind.QUESTIONS and not asks


def wordings(questions: Iterable[Question], terms: TermLists) -> dict[str, str]:
    """{question code: when it is asked, in French}, for those that depend on another of the same questions."""
    by_code: dict[str, Question] = {}
    found = {}
    for question in questions:
        clause = question.clause if question.left is None else question.left
        words = in_words(clause, by_code, terms)
        if words:
            found[question.code] = f"Seulement {words}."
        by_code[question.code] = question
    return found


def in_words(clause: Clause, on: Mapping[str, Question], terms: TermLists) -> str:
    """A condition in French, as far as it speaks of these questions."""
    parts: list[str] = []
    for part in clause.parts:
        if isinstance(part, Clause):
            words = in_words(part, on, terms)
            parts += [f"({words})" if " si " in words else words] if words else []
        elif part.question in on:
            parts.append(f"si {test_in_words(part, on[part.question], terms)}")
    return (" et " if clause.every else " ou ").join(parts)


def test_in_words(test: Test, on: Question, terms: TermLists) -> str:
    if test.operator == Operator.ANSWERED:
        return f"vous répondez à « {on.label} »"
    if test.operator in COMPARING:
        bound = f"{on.asks.worded(test.bound)} {'au moins' if test.operator == Operator.AT_LEAST else 'au plus'}"
        return f"vous répondez {bound} à « {on.label} »"
    labels = on.asks.sayable(terms)
    said = sorted(test.values)
    chosen = " ou ".join(f"« {labels.get(word, word.capitalize())} »" for word in said)
    other = "" if test.operator == Operator.ONE_OF else "autre chose que "
    return f"vous répondez {other}{chosen} à « {on.label} »"


def condition_of(section: Section, questions: Sequence[Question], terms: TermLists) -> str:
    """When a section is asked for, in French; blank when it always is."""
    words = in_words(section.clause, {question.code: question for question in questions}, terms)
    return f"Seulement {words}." if words else ""
