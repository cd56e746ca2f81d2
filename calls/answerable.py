"""Whether a questionnaire can be answered: asked before it is published, since nobody can sign one that cannot."""

from collections import Counter
from collections.abc import Iterator

from calls.conditions import NO, YES
from calls.enums import QuestionKind, SectionKind, Vocabulary
from calls.models import Question, Questionnaire, Section, Term

# What each table lets one choose from: a list without values leaves it empty for ever.
LISTS_OF_TABLES: dict[str, tuple[Vocabulary, ...]] = {
    SectionKind.PARTICIPANTS: (Vocabulary.NATURE, Vocabulary.MATURITY),
    SectionKind.COLLECTIVE: (Vocabulary.PROFILE,),
    SectionKind.EXTENDED_GROUP: (Vocabulary.EXTENDED_PROFILE,),
    SectionKind.STAGES: (Vocabulary.STAGE,),
}
TEXTS = {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT}


def faults(questionnaire: Questionnaire, *, tables: bool) -> list[str]:
    """All that would keep somebody from answering, each naming its question or its section.

    `tables` is whether the pages that ask these questions draw the tables of sections; those of structures do not.
    """
    sections = list(questionnaire.sections.order_by("number").prefetch_related("questions"))
    if not sections:
        return ["Le questionnaire ne contient aucune section."]
    filled = set(Term.objects.filter(retired=False).values_list("vocabulary", flat=True).distinct())
    questions = [question for section in sections for question in section.questions.all()]
    return [
        *section_faults(sections, filled, tables=tables),
        *(fault for question in questions for fault in question_faults(question, filled)),
        *twice(questions),
        *condition_faults(questions),
    ]


def section_faults(sections: list[Section], filled: set[str], *, tables: bool) -> Iterator[str]:
    drawn: set[str] = set()
    for section in sections:
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
            if tables and vocabulary not in filled:
                yield f"La section « {section.title} » puise dans la liste « {vocabulary.label} », qui est vide."


def question_faults(question: Question, filled: set[str]) -> Iterator[str]:
    named = f"La question « {question.label} »"
    if not question.label.strip():
        yield f"Une question de la section « {question.section.title} » n'a pas de libellé."
    if question.kind == QuestionKind.TERMS:
        if not question.vocabulary:
            yield f"{named} attend un choix, mais aucune liste de valeurs ne lui est donnée."
        elif question.vocabulary not in filled:
            yield f"{named} attend un choix dans la liste « {Vocabulary(question.vocabulary).label} », qui est vide."
    if question.kind in TEXTS and question.max_length < 1:
        yield f"{named} n'accepte aucun caractère."


def condition_faults(questions: list[Question]) -> Iterator[str]:
    """A question depends on an earlier one, by an answer that can be given: so no circle either."""
    before: dict[str, Question] = {}
    for question in questions:
        named, on = f"La question « {question.label} »", before.get(question.shown_if)
        if question.shown_if and on is None:
            yield f"{named} dépend d'une question « {question.shown_if} » qui n'est pas posée avant elle."
        elif on is not None and not question.shown_by <= possible_answers(on):
            yield f"{named} dépend d'une réponse que « {on.label} » n'a pas : {question.shown_answers}."
        before[question.code] = question


def possible_answers(question: Question) -> set[str]:
    if question.kind == QuestionKind.TERMS:
        return set(Term.objects.filter(vocabulary=question.vocabulary).in_use().values_list("code", flat=True))
    return {YES, NO} if question.kind == QuestionKind.YES_NO else set()


def twice(questions: list[Question]) -> Iterator[str]:
    """Answers are kept by code: two questions that share one would share their answer."""
    for code, number in Counter(question.code for question in questions).items():
        if number > 1:
            labels = " et ".join(f"« {question.label} »" for question in questions if question.code == code)
            yield f"Les questions {labels} portent le même code, {code}."
