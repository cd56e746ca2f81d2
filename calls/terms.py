"""Reading, once for many questions, the vocabularies that they choose in."""

from collections import defaultdict
from collections.abc import Iterable

from calls.kinds import NO_TERMS, TermLists
from calls.models import Question, Term


def terms_of(questions: Iterable[Question]) -> TermLists:
    """One query at most, retired terms included: former answers name them."""
    vocabularies = {name for question in questions for name in question.asks.vocabularies()}
    if not vocabularies:
        return NO_TERMS
    return terms_in(Term.objects.filter(vocabulary__in=vocabularies))


def terms_in(rows: Iterable[Term]) -> TermLists:
    labels: dict[tuple[str, str], str] = {}
    offered: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for term in rows:
        labels[term.vocabulary, term.code] = term.label
        if not term.retired:
            offered[term.vocabulary].append((term.code, term.label))
    return TermLists(labels, offered)
