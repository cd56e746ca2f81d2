"""Which questions are asked: some only if an earlier one was answered in a certain way.

One function decides it for forms, completeness, reading, PDFs and exports. An answer that is no longer asked for stays
stored, so that changing one's mind twice loses nothing; but it is no part of what is signed, read, printed or exported.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from calls.models import Question, Term

YES, NO = "oui", "non"


def chosen_words(value: Any) -> set[str]:
    """An answer in the words of a condition: «oui», «non», or the codes chosen in a list."""
    if isinstance(value, bool):
        return {YES if value else NO}
    return set(value) if isinstance(value, list) else set()


def asked(
    questions: Iterable[Question], answers: Mapping[str, Any], open_codes: Collection[str] = ()
) -> list[Question]:
    """The questions, in order, that these answers call for.

    `open_codes` are those still being answered on a page: what depends on them may be asked any moment. What depends on
    a question that is not asked is not asked either.
    """
    heard: dict[str, Any] = {}
    found = []
    for question in questions:
        code = question.shown_if
        if code and (code not in heard or not (code in open_codes or chosen_words(heard[code]) & question.shown_by)):
            continue
        heard[question.code] = answers.get(question.code)
        found.append(question)
    return found


def asked_on_page(page: list[Question], every: Iterable[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The questions of a page that it draws, among `every` question of the questionnaire."""
    codes = {question.code for question in page}
    return [question for question in asked(every, answers, codes) if question.code in codes]


def depends_elsewhere(page: Iterable[Question]) -> bool:
    """Whether a page asks something according to what another page says."""
    codes: set[str] = {question.code for question in page}
    return any(question.shown_if and question.shown_if not in codes for question in page)


def wordings(questions: Iterable[Question], terms: Iterable[Term]) -> dict[str, str]:
    """{question code: when it is asked, in French}, for those that depend on another of the same questions."""
    by_code = {question.code: question for question in questions}
    labels = {(term.vocabulary, term.code): term.label for term in terms}
    found = {}
    for question in by_code.values():
        on = by_code.get(question.shown_if)
        if on is not None:
            words = [labels.get((on.vocabulary, word), word.capitalize()) for word in sorted(question.shown_by)]
            chosen = " ou ".join(f"« {word} »" for word in words)
            found[question.code] = f"Seulement si vous répondez {chosen} à « {on.label} »."
    return found
