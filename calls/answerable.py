"""Whether a questionnaire can be answered: asked before it is published, since nobody can sign one that cannot."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError

from calls.clauses import COMPARING, NAMING, Clause, Operator, Test, parse
from calls.enums import Owner, SectionKind, Vocabulary
from calls.kinds import TermLists
from calls.models import Question, Questionnaire, Section, Term
from calls.possible import Possible
from calls.terms import terms_in
from core.wording import listed

# What each table lets one choose from: a list without values leaves it empty for ever.
LISTS_OF_TABLES: dict[str, tuple[Vocabulary, ...]] = {
    SectionKind.PARTICIPANTS: (Vocabulary.NATURE, Vocabulary.MATURITY),
    SectionKind.COLLECTIVE: (Vocabulary.PROFILE,),
    SectionKind.EXTENDED_GROUP: (Vocabulary.EXTENDED_PROFILE,),
    SectionKind.STAGES: (Vocabulary.STAGE,),
}
# What a page of the portal may send, its own inputs left out (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_INPUTS = 900


def faults(questionnaire: Questionnaire, *, tables: bool) -> list[str]:
    """All that would keep somebody from answering, each naming its question or its section (case 55).

    `tables` is whether the pages that ask these questions draw the tables of sections, and are those of a pair; those
    of structures are not.
    """
    sections = list(questionnaire.sections.order_by("number").prefetch_related("questions"))
    if not sections:
        return ["Le questionnaire ne contient aucune section."]
    terms = terms_in(Term.objects.all())
    questions = [question for section in sections for question in section.questions.all()]
    broken = [fault for question in questions for fault in settings_faults(question)]
    broken += [fault for section in sections for fault in unreadable(section, f"La section « {section.title} »")]
    if broken:
        return broken
    return [
        *section_faults(sections, terms, tables=tables),
        *(fault for question in questions for fault in question_faults(question, terms, pair=tables)),
        *twice(questions),
        *condition_faults(sections, terms),
    ]


def settings_faults(question: Question) -> Iterator[str]:
    """Settings or a condition that cannot even be read: what was not typed in a form."""
    try:
        question.clean()
    except ValidationError as error:
        for message in error.messages:
            yield f"{named(question)} a un réglage à corriger : {message}"
    yield from unreadable(question, named(question))


def unreadable(row: Question | Section, name: str) -> Iterator[str]:
    try:
        parse(row.condition)
    except ValidationError as error:
        yield f"{name} a une condition à corriger : {' '.join(error.messages)}"


def named(question: Question) -> str:
    return f"La question « {question.label} »"


def section_faults(sections: list[Section], terms: TermLists, *, tables: bool) -> Iterator[str]:
    drawn: set[str] = set()
    for section in sections:
        if sum(question.asks.inputs for question in section.questions.all()) > MOST_INPUTS:
            yield f"La section « {section.title} » a trop de cases pour une seule page : répartissez-la en deux."
        if section.kind == SectionKind.QUESTIONS:
            if not section.questions.all():
                yield f"La section « {section.title} » ne pose aucune question."
            continue
        table = SectionKind(section.kind).label
        if not tables:
            yield f"La section « {section.title} » attend un tableau ({table}) que ce formulaire n'a pas."
        elif section.kind in drawn:
            yield f"La section « {section.title} » répète un tableau ({table}) qui est déjà dans une autre."
        drawn.add(section.kind)
        for vocabulary in LISTS_OF_TABLES.get(section.kind, ()):
            if tables and not terms.offered.get(vocabulary):
                yield f"La section « {section.title} » puise dans la liste « {vocabulary.label} », qui est vide."


def question_faults(question: Question, terms: TermLists, *, pair: bool) -> Iterator[str]:
    if not question.label.strip():
        yield f"Une question de la section « {question.section.title} » n'a pas de libellé."
    for fault in question.asks.faults(terms):
        yield f"{named(question)} {fault}"
    if not pair and question.asks.of_pairs:
        yield f"{named(question)} attend des fichiers : une structure les joint à la fin de sa réponse, sans question."
    if not pair and question.owner != Owner.BOTH:
        yield f"{named(question)} est à remplir par {Owner(question.owner).label}, or des structures répondent."


def twice(questions: list[Question]) -> Iterator[str]:
    """Answers are kept by code: two questions that share one would share their answer."""
    for code, number in Counter(question.code for question in questions).items():
        if number > 1:
            labels = " et ".join(f"« {question.label} »" for question in questions if question.code == code)
            yield f"Les questions {labels} portent le même code, {code}."


def condition_faults(sections: Iterable[Section], terms: TermLists) -> Iterator[str]:
    """Each condition is on earlier questions, so without circle, and on answers that can be given together."""
    possible = Possible(terms)
    for section in sections:
        name = f"La section « {section.title} »"
        found = [*reference_faults(name, section.clause, possible)]
        never = not found and not possible.begin(section)
        questions = list(section.questions.all())
        if never:
            required = [f"« {question.label} »" for question in questions if question.required]
            more = f", alors qu'elle pose {listed(required)}" if required else ""
            found.append(f"{name} n'est jamais demandée : sa condition ne peut pas être remplie{more}.")
        yield from found
        for question in questions:
            wrong = [*reference_faults(named(question), question.clause, possible)]
            if not possible.add(question) and not wrong and not never:
                wrong = [f"{named(question)} n'est jamais posée : sa condition ne peut pas être remplie."]
            yield from wrong


def reference_faults(name: str, clause: Clause, possible: Possible) -> Iterator[str]:
    """What a condition says of questions that are not there, or of answers that they do not have."""
    for test in clause.tests():
        on = possible.known.get(test.question)
        if on is None:
            yield f"{name} dépend d'une question « {test.question} » qui n'est pas posée avant elle."
        elif fault := unfit(test, on, possible.terms):
            yield f"{name} {fault}"


def unfit(test: Test, on: Question, terms: TermLists) -> str:
    """Why a question cannot be asked this of."""
    if test.operator in NAMING:
        unknown = [word for word in test.values if word not in on.asks.sayable(terms)]
        if unknown:
            return f"dépend d'une réponse que « {on.label} » n'a pas : {' '.join(unknown)}."
    if test.operator in COMPARING:
        if not on.asks.compares:
            return f"compare à un nombre la réponse à « {on.label} », qui n'en est pas un."
        field = on.asks.field(terms, required=False)
        least, most = getattr(field, "least", getattr(field, "min_value", 0)), field.max_value  # type: ignore[attr-defined]
        if (test.operator == Operator.AT_LEAST and test.bound > most) or (
            test.operator == Operator.AT_MOST and test.bound < least
        ):
            return f"dépend d'une réponse que « {on.label} » n'a pas : {on.asks.worded(test.bound)}."
    return ""
