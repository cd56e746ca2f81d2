"""Whether a questionnaire can be answered: asked before it is published, since nobody can sign one that cannot."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ValidationError

from calls.clauses import COMPARING, NAMING, Clause, Operator, Test, parse
from calls.enums import Owner, SectionKind, Vocabulary
from calls.kinds import TermLists
from calls.models import Question, Questionnaire, Section
from calls.possible import Possible
from calls.terms import every_term
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


@dataclass(frozen=True)
class Fault:
    """What would keep somebody from answering, in a sentence that names its row, and which part of it to put right."""

    text: str
    row: Section | Question | None = None
    part: Literal["", "answer", "condition"] = ""

    def __str__(self) -> str:
        return self.text


def faults(questionnaire: Questionnaire, *, tables: bool, call: int | None = None) -> list[Fault]:
    """All that would keep somebody from answering, each naming its question or its section (case 55).

    `tables` is whether the pages that ask these questions draw the tables of sections, and are those of a pair; those
    of structures are not. `call` is the key of the one that opens: what its lists offer depends on its programme.
    """
    sections = list(questionnaire.sections.order_by("number").prefetch_related("questions"))
    if not sections:
        return [Fault("Le questionnaire ne contient aucune section.")]
    terms = every_term(questionnaire, call=call)
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


def settings_faults(question: Question) -> Iterator[Fault]:
    """Settings or a condition that cannot even be read: what was not typed in a form."""
    try:
        question.clean()
    except ValidationError as error:
        for message in error.messages:
            yield Fault(f"{named(question)} a un réglage à corriger : {message}", question, "answer")
    yield from unreadable(question, named(question))


def unreadable(row: Question | Section, name: str) -> Iterator[Fault]:
    try:
        parse(row.condition)
    except ValidationError as error:
        yield Fault(f"{name} a une condition à corriger : {' '.join(error.messages)}", row, "condition")


def named(question: Question) -> str:
    return f"La question « {question.label} »"


def section_faults(sections: list[Section], terms: TermLists, *, tables: bool) -> Iterator[Fault]:
    drawn: set[str] = set()
    for section in sections:
        if sum(question.asks.inputs for question in section.questions.all()) > MOST_INPUTS:
            text = f"La section « {section.title} » a trop de cases pour une seule page : répartissez-la en deux."
            yield Fault(text, section)
        if section.kind == SectionKind.QUESTIONS:
            if not section.questions.all():
                yield Fault(f"La section « {section.title} » ne pose aucune question.", section)
            continue
        table = SectionKind(section.kind).label
        if not tables:
            text = f"La section « {section.title} » attend un tableau ({table}) que ce formulaire n'a pas."
            yield Fault(text, section)
        elif section.kind in drawn:
            text = f"La section « {section.title} » répète un tableau ({table}) qui est déjà dans une autre."
            yield Fault(text, section)
        drawn.add(section.kind)
        for vocabulary in LISTS_OF_TABLES.get(section.kind, ()):
            if tables and not terms.offered.get(vocabulary):
                text = f"La section « {section.title} » puise dans la liste « {vocabulary.label} », qui est vide."
                yield Fault(text, section)


def question_faults(question: Question, terms: TermLists, *, pair: bool) -> Iterator[Fault]:
    if not question.label.strip():
        yield Fault(f"Une question de la section « {question.section.title} » n'a pas de libellé.", question)
    for fault in question.asks.faults(terms):
        yield Fault(f"{named(question)} {fault}", question, "answer")
    if not pair and question.asks.of_pairs:
        text = f"{named(question)} attend des fichiers : une structure les joint à la fin de sa réponse, sans question."
        yield Fault(text, question)
    if not pair and question.owner != Owner.BOTH:
        text = f"{named(question)} est à remplir par {Owner(question.owner).label}, or des structures répondent."
        yield Fault(text, question)


def twice(questions: list[Question]) -> Iterator[Fault]:
    """Answers are kept by code: two questions that share one would share their answer."""
    for code, number in Counter(question.code for question in questions).items():
        if number > 1:
            rows = [question for question in questions if question.code == code]
            labels = " et ".join(f"« {question.label} »" for question in rows)
            yield Fault(f"Les questions {labels} portent le même code, {code}.", rows[-1])


def condition_faults(sections: Iterable[Section], terms: TermLists) -> Iterator[Fault]:
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
        yield from (Fault(text, section, "condition") for text in found)
        for question in questions:
            wrong = [*reference_faults(named(question), question.clause, possible)]
            if not possible.add(question) and not wrong and not never:
                wrong = [f"{named(question)} n'est jamais posée : sa condition ne peut pas être remplie."]
            yield from (Fault(text, question, "condition") for text in wrong)


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
