"""Composing a questionnaire that no opened call asks yet: its sections, questions, order and conditions.

A code is made once, from the first label, and never given to anything else in the revisions that follow: answers and
conditions are kept by it. Two secretaries take turns on the questionnaire's row.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.models import Membership
from calls.comparing import same_shape, shape_of
from calls.enums import QuestionKind
from calls.kinds import SettingsError, kind_of, named
from calls.kinds.columns import ColumnsField
from calls.models import Call, Question, Questionnaire, Section
from calls.permissions import may_edit_call, may_edit_questionnaire
from calls.preparing import locked
from calls.revising import copied
from core.codes import new_code
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted
from records import journal
from records.models import JournalEntry, RemovedRow
from records.removing import comes_back, remove

SECTION_FIELDS = ("title", "kind", "guidance")
QUESTION_FIELDS = ("label", "help_text", "kind", "required", "owner", "for_reviewers", "personal")
MOST_SECTIONS, MOST_QUESTIONS = 60, 400
# What the pages that ask questions send besides, and how they name what was seen: no answer may bear such a name.
TAKEN_NAMES = frozenset(
    {"questionnaire", "suite", "encore", "envoi", "vu", "trancher", "ajouter", "csrfmiddlewaretoken", "modele"}
)
SEEN = "initial-"
FAR = 1000  # beyond every number, while sections change theirs
MOVED = "L'ordre vient d'être changé par une autre personne : rien n'est déplacé. Le voici."


@transaction.atomic
def begin_questionnaire(
    call: Call, *, title: str, source: Questionnaire | None, by: Membership, now: datetime | None = None
) -> Questionnaire:
    """Give a call in preparation a questionnaire of its own: a copy of `source`, or a blank one.

    The one that it had stays as it is, and may be copied in its turn.
    """
    call = locked(call)
    ensure(may_edit_call(by, call))
    code = new_code(call.slug, Questionnaire.objects.values_list("code", flat=True), "questionnaire")
    made = Questionnaire.objects.create(code=code, title=title)
    if source is not None:
        copy_sections(source, made)
    call.questionnaire = made
    call.save(update_fields=["questionnaire"])
    journal.record(
        "calls.begin_questionnaire",
        call,
        by=by,
        summary=f"Questionnaire « {title} » commencé, {f'copié de « {source} »' if source else 'vide'}.",
        data={"questionnaire": made.pk, "source": source.pk if source else None},
        now=now,
    )
    return made


def copy_sections(source: Questionnaire, to: Questionnaire) -> None:
    for section in source.sections.prefetch_related("questions"):
        row = copied(section, questionnaire=to)
        for question in section.questions.all():
            copied(question, section=row)


# — sections —


@transaction.atomic
def add_section(
    questionnaire: Questionnaire, values: Mapping[str, Any], *, by: Membership, now: datetime | None = None
) -> Section:
    """`values` holds SECTION_FIELDS; the section comes last."""
    questionnaire = held(questionnaire, by)
    number = questionnaire.sections.count() + 1
    if number > MOST_SECTIONS:
        raise Refused(f"Un questionnaire a {counted(MOST_SECTIONS, 'section')} au plus.")
    taken = codes_taken(Section.objects.filter(questionnaire__code=questionnaire.code), questionnaire)
    section = Section.objects.create(
        questionnaire=questionnaire,
        code=new_code(values["title"], taken, "section"),
        number=number,
        **{name: values[name] for name in SECTION_FIELDS},
    )
    note("calls.add_section", section, f"Section « {section.title} » ajoutée.", by, now)
    return section


@transaction.atomic
def edit_section(
    section: Section, values: Mapping[str, Any], *, by: Membership, now: datetime | None = None
) -> Section:
    held(section.questionnaire, by)
    for name in SECTION_FIELDS:
        setattr(section, name, values[name])
    section.save(update_fields=SECTION_FIELDS)
    note("calls.edit_section", section, f"Section « {section.title} » modifiée.", by, now)
    return section


@transaction.atomic
def move_section(section: Section, *, before: Section | None, by: Membership, now: datetime | None = None) -> None:
    """Put a section before another of its questionnaire, or last; the same move twice is one."""
    questionnaire = held(section.questionnaire, by)
    others = list(questionnaire.sections.exclude(pk=section.pk))
    if before is not None and before not in others:
        raise OutOfTurn(MOVED)
    others.insert(others.index(before) if before else len(others), section)
    number_sections(others)
    note("calls.move_section", section, f"Section « {section.title} » déplacée.", by, now)


def number_sections(rows: Iterable[Section]) -> None:
    """Number sections in this order, none ever bearing another's number on the way."""
    rows = list(rows)
    Section.objects.filter(pk__in=[row.pk for row in rows]).update(number=F("number") + FAR)
    for number, row in enumerate(rows, start=1):
        row.number = number
    Section.objects.bulk_update(rows, ["number"])


@transaction.atomic
def remove_section(section: Section, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take away a section with its questions; the others are numbered again."""
    questionnaire = held(section.questionnaire, by)
    section.refresh_from_db(fields=["number"])
    # Its number is free for the next one, and kept by the row that may come back.
    Section.objects.filter(pk=section.pk).update(number=2 * FAR)
    number_sections(questionnaire.sections.exclude(pk=section.pk))
    within = {"questionnaire": questionnaire.pk, "row": f"section-{section.pk}"}
    summary = f"Section « {section.title} » retirée"
    return remove(section, "calls.remove_section", by=by, summary=summary, within=within, now=now, about=questionnaire)


@comes_back("calls.remove_section")
def section_again(section: Section, *, by: Membership) -> Iterator[str]:
    """Where it stood, or last."""
    questionnaire = held(section.questionnaire, by)
    others = list(questionnaire.sections.all())
    place, section.number = section.number - 1, len(others) + 1
    yield place_of(section)
    others.insert(place, section)
    number_sections(others)


# — questions —


@transaction.atomic
def add_question(
    section: Section, values: Mapping[str, Any], *, by: Membership, now: datetime | None = None
) -> Question:
    """`values` holds QUESTION_FIELDS; the question comes last in its section, with what its kind begins with."""
    questionnaire = held(section.questionnaire, by)
    if Question.objects.filter(section__questionnaire=questionnaire).count() >= MOST_QUESTIONS:
        raise Refused(f"Un questionnaire a {counted(MOST_QUESTIONS, 'question')} au plus.")
    question = Question.objects.create(
        section=section,
        code=code_of_answers(values["label"], questionnaire),
        position=next_position(section),
        settings=named(values["kind"]).first_settings(),
        **{name: values[name] for name in QUESTION_FIELDS},
    )
    note("calls.add_question", question, f"Question « {question.label} » ajoutée.", by, now)
    return question


def code_of_answers(label: str, questionnaire: Questionnaire) -> str:
    """What the answers to a new question are kept by: never what another question, of any revision, was."""
    used = codes_taken(Question.objects.filter(section__questionnaire__code=questionnaire.code), questionnaire)
    code = new_code(label, used | TAKEN_NAMES, "question")
    return new_code(f"question-{code}", used, "question") if code.startswith(SEEN) else code


def codes_taken(rows: QuerySet[Any], questionnaire: Questionnaire) -> set[str]:
    """The codes of rows of any revision, and of those taken away from this one, which may come back with theirs."""
    of_kind = rows.model._meta.label_lower  # noqa: SLF001 - Django's documented API
    gone = RemovedRow.objects.filter(row_type=of_kind, entry__data__questionnaire=questionnaire.pk)
    return {*rows.values_list("code", flat=True), *gone.values_list("content__fields__code", flat=True)}


def next_position(section: Section) -> int:
    return max(section.questions.values_list("position", flat=True), default=0) + 1


@transaction.atomic
def edit_question(
    question: Question, values: Mapping[str, Any], *, by: Membership, now: datetime | None = None
) -> Question:
    """`values` holds QUESTION_FIELDS and `section`; one that goes to another section comes last there."""
    questionnaire = held(question.section.questionnaire, by)
    if values["kind"] != question.kind:
        question.settings = settings_as(values["kind"], question.settings)
    for name in QUESTION_FIELDS:
        setattr(question, name, values[name])
    refuse_another_meaning(question, questionnaire)
    section = values["section"]
    if section.pk != question.section_id:
        refuse_elsewhere(question, section, questionnaire)
        question.position = next_position(section)
        question.section = section
    question.save()
    note("calls.edit_question", question, f"Question « {question.label} » modifiée.", by, now)
    return question


def settings_as(kind: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a question that becomes of another kind keeps: a list of choices, bounds, if they suit it."""
    asked = named(kind).settings_fields()
    kept = {name: value for name, value in settings.items() if name in asked}
    try:
        kind_of(kind, {**named(kind).first_settings(), **kept})
    except SettingsError:
        kept = {}
    return {**named(kind).first_settings(), **kept}


def refuse_another_meaning(question: Question, questionnaire: Questionnaire) -> None:
    """Regions may have answered a published revision: what is kept by this code is read as it was meant."""
    former = Question.objects.filter(
        section__questionnaire__code=questionnaire.code, section__questionnaire__frozen_at__isnull=False
    )
    vars(question).pop("asks", None)
    now = shape_of(question)
    for was in map(shape_of, former.filter(code=question.code)):
        if not same_shape(was, now):
            raise Refused(
                "Une révision publiée pose déjà cette question : sa nature ne change plus, ni celle de ses colonnes, "
                "puisque des régions y ont peut-être répondu. Retirez-la et posez-en une autre."
            )


def published_codes(question: Question) -> set[str]:
    """What published revisions of this question call its choices, its columns, its rows: none is given to another."""
    former = Question.objects.filter(
        section__questionnaire__code=question.section.questionnaire.code,
        section__questionnaire__frozen_at__isnull=False,
        code=question.code,
    )
    return {code for settings in former.values_list("settings", flat=True) for code in codes_in(settings)}


def codes_in(settings: Any) -> Iterator[str]:
    match settings:
        case {"code": str(code), **rest}:
            yield code
            yield from codes_in(rest)
        case dict():
            for value in settings.values():
                yield from codes_in(value)
        case list():
            for value in settings:
                yield from codes_in(value)


def refuse_elsewhere(question: Question, section: Section, questionnaire: Questionnaire) -> None:
    if section.questionnaire_id != questionnaire.pk:
        raise OutOfTurn(MOVED)
    if section.questions.filter(code=question.code).exclude(pk=question.pk).exists():
        raise Refused(f"La section « {section.title} » a déjà une question du même code, {question.code}.")


@transaction.atomic
def edit_settings(
    question: Question, settings: dict[str, Any], *, column: str = "", by: Membership, now: datetime | None = None
) -> Question:
    """What is expected of the answer, or of one column of its rows, in the words of `calls.kinds`."""
    questionnaire = held(question.section.questionnaire, by)
    question.settings = with_column(question.settings, column, settings) if column else settings
    try:
        kind_of(question.kind, question.settings)
    except SettingsError as error:
        raise Refused(" ".join(error.messages)) from None
    refuse_another_meaning(question, questionnaire)
    question.save(update_fields=["settings"])
    note("calls.edit_settings", question, f"Réponse attendue à « {question.label} » modifiée.", by, now)
    return question


def with_column(settings: Mapping[str, Any], code: str, own: dict[str, Any]) -> dict[str, Any]:
    """The settings of a question whose column `code` has these of its kind."""
    (name,) = [name for name, value in settings.items() if isinstance(value, list) and has_code(value, code)]
    columns = [
        {key: value for key, value in one.items() if key in ColumnsField.OWN} | own if one["code"] == code else one
        for one in settings[name]
    ]
    return {**settings, name: columns}


def has_code(listed: Iterable[Any], code: str) -> bool:
    return any(isinstance(one, dict) and one.get("code") == code and "kind" in one for one in listed)


@transaction.atomic
def edit_condition(
    row: Section | Question, condition: dict[str, Any], *, by: Membership, now: datetime | None = None
) -> Section | Question:
    """When a section or a question is asked: always, or by a condition that `calls.clauses` reads."""
    held(questionnaire_of(row), by)
    row.condition = condition
    row.clean()
    row.save(update_fields=["condition"])
    note("calls.edit_condition", row, f"Condition de « {row} » modifiée.", by, now)
    return row


@transaction.atomic
def move_question(
    question: Question, *, to: Section, before: Question | None, by: Membership, now: datetime | None = None
) -> None:
    """Put a question in a section, before another or last; the same move twice is one."""
    questionnaire = held(question.section.questionnaire, by)
    refuse_elsewhere(question, to, questionnaire)
    others = list(to.questions.exclude(pk=question.pk))
    if before is not None and before not in others:
        raise OutOfTurn(MOVED)
    others.insert(others.index(before) if before else len(others), question)
    for position, row in enumerate(others, start=1):
        row.position, row.section = position, to
    Question.objects.bulk_update(others, ["position", "section"])
    note("calls.move_question", question, f"Question « {question.label} » déplacée.", by, now)


@transaction.atomic
def remove_question(question: Question, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    questionnaire = held(question.section.questionnaire, by)
    within = {"questionnaire": questionnaire.pk, "row": f"question-{question.pk}"}
    summary = f"Question « {question.label} » retirée"
    return remove(
        question, "calls.remove_question", by=by, summary=summary, within=within, now=now, about=questionnaire
    )


@comes_back("calls.remove_question")
def question_again(question: Question, *, by: Membership) -> Iterator[str]:
    held(question.section.questionnaire, by)
    yield place_of(question)


# — what they share —


def held(questionnaire: Questionnaire, by: Membership) -> Questionnaire:
    """The questionnaire, locked until the deed is done, for who may write it."""
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    ensure(may_edit_questionnaire(by, row))
    return row


def questionnaire_of(row: Section | Question) -> Questionnaire:
    return row.questionnaire if isinstance(row, Section) else row.section.questionnaire


def key_of(row: Section | Question) -> str:
    """How the journal of a questionnaire and its outline name a row of it."""
    return f"{'section' if isinstance(row, Section) else 'question'}-{row.pk}"


def place_of(row: Section | Question) -> str:
    """The address of a row in the outline."""
    return f"{reverse('calls:studio', args=[questionnaire_of(row).pk])}#{key_of(row)}"


def note(deed: str, row: Section | Question, summary: str, by: Membership, now: datetime | None) -> None:
    journal.record(deed, questionnaire_of(row), by=by, summary=summary, data={"row": key_of(row)}, now=now)


def kinds() -> list[tuple[str, str]]:
    """(code, name) of every kind that a question may be of."""
    return [(kind.value, kind.label.capitalize()) for kind in QuestionKind]
