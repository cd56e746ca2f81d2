"""Reading, once for many questions, the vocabularies that they choose in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from calls.kinds import NO_TERMS, TermLists
from calls.models import Programme, Question, Questionnaire, Term


def terms_of(questions: Iterable[Question], *, call: int | None = None) -> TermLists:
    """One query at most, retired terms included: former answers name them.

    What is offered is what the call (its key) offers; without one, all that those which ask these questions may.
    """
    questions = list(questions)
    vocabularies = {name for question in questions for name in question.asks.vocabularies()}
    if not vocabularies:
        return NO_TERMS
    rows = Term.objects.filter(vocabulary__in=vocabularies)
    if call is not None:
        return terms_in(rows.marked(call))
    models = Questionnaire.objects.filter(sections__in={question.section_id for question in questions} - {None})
    return terms_in(rows.known_to(asking(models.values("code"))))


def every_term(questionnaire: Questionnaire, *, call: int | None = None) -> TermLists:
    """The same for all vocabularies, whatever a questionnaire asks."""
    return terms_in(Term.objects.known_to(asking([questionnaire.code])) if call is None else Term.objects.marked(call))


def asking(codes: Any) -> QuerySet[Programme]:
    """Those with a call that asks some revision of these questionnaires."""
    return Programme.objects.filter(phases__calls__questionnaire__code__in=codes)


def terms_in(rows: Iterable[Term]) -> TermLists:
    """Of rows that were `marked`; of others, all those in use are offered."""
    labels: dict[tuple[str, str], str] = {}
    offered: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for term in rows:
        labels[term.vocabulary, term.code] = term.label
        if getattr(term, "is_offered", not term.retired):
            offered[term.vocabulary].append((term.code, term.label))
    return TermLists(labels, offered)
