"""The versions of a fiche: what each edit changed, any two moments side by side, and going back to one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet

from accounts.models import Membership
from applications.content import section_content
from applications.fiche_edit import edit
from applications.models import Application, SectionAnswers, SectionRevision
from applications.rows import put_back
from applications.sealing import questions_of
from calls.answers import worded
from calls.conditions import asked
from calls.enums import QuestionKind
from calls.models import Question
from core.wording import instant

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Words:
    """A run of words of one side: kept on both, or on this side alone."""

    text: str
    alone: bool


@dataclass(frozen=True)
class ComparedLine:
    """A question or a row of a table, as two moments say it."""

    label: str
    before: list[Words]
    after: list[Words]

    @property
    def changed(self) -> bool:
        return any(words.alone for words in [*self.before, *self.after])


@dataclass(frozen=True)
class SectionDiff:
    number: int
    title: str
    lines: list[ComparedLine] = field(default_factory=list)


def versions(application: Application) -> QuerySet[SectionRevision]:
    """Every edit of every section, the latest first."""
    rows = SectionRevision.objects.filter(section_answers__application=application)
    return (
        rows.exclude(version=0)
        .select_related("section_answers__section", "edited_by__organisation", "edited_by__user")
        .order_by("-pk")
    )


def just_before(revision: SectionRevision) -> SectionRevision | None:
    """The version of the same section that this one followed; None when it was the first."""
    earlier = SectionRevision.objects.filter(
        section_answers=revision.section_answers_id, version__lt=revision.version, version__gt=0
    )
    return earlier.select_related("section_answers__section").order_by("-version").first()


def what_changed(revision: SectionRevision, labels: dict[str, str]) -> str:
    """The questions that an edit touched, and the table if it did; `labels` by code of question."""
    touched = [labels.get(code, code) for code in revision.changes]
    if revision.table is not None:
        touched.append("tableau")
    return " ; ".join(touched)


def at_moment(row: SectionAnswers, revision_pk: int | None) -> tuple[dict[str, Any], Any, Any]:
    """(answers, table, rows behind it) of a section once the edits up to `revision_pk` were made; all if None."""
    answers: dict[str, Any] = {}
    table = rows = None
    for revision in row.revisions.order_by("version"):
        if revision_pk is not None and revision.pk > revision_pk:
            break
        answers |= revision.changes
        if revision.table is not None:
            table, rows = revision.table, revision.rows
    return answers, table, rows


def compare(application: Application, before: int, after: int | None, *, only: int | None = None) -> list[SectionDiff]:
    """The sections that differ between two moments, each named by the last edit made then; the present if None.

    0 is the moment when nothing was written. `only` keeps one section, by the key of its answers.
    """
    questions = questions_of(application)
    sections = list(application.sections.select_related("section").order_by("section__number"))
    sides = [{row.pk: at_moment(row, moment)[:2] for row in sections} for moment in (before, after)]
    found = []
    for row in sections:
        if only is not None and row.pk != only:
            continue
        texts = [_lines(row, questions, side) for side in sides]
        if texts[0] != texts[1]:
            lines = [line for line in _side_by_side(*texts) if line.changed]
            found.append(SectionDiff(row.section.number, row.section.title, lines))
    return found


def _lines(
    row: SectionAnswers, questions: list[Question], side: dict[int, tuple[dict[str, Any], Any]]
) -> dict[str, str]:
    """{label: text} of a section at one moment: its questions asked then, and the rows of its table."""
    answers, table = side[row.pk]
    every = {code: value for said, _ in side.values() for code, value in said.items()}
    called_for = [question for question in asked(questions, every) if question.section_id == row.section_id]
    content = section_content(row.section, called_for, answers, table)
    return {answer["label"]: text_of(answer) for answer in content["answers"]} | dict(table_lines(table))


def text_of(answer: dict[str, Any]) -> str:
    if answer["kind"] == QuestionKind.TERMS:
        return ", ".join(term["label"] for term in answer["value"] or [])
    return worded(answer["value"], answer["kind"])


def table_lines(table: Any) -> Iterator[tuple[str, str]]:
    """A line for each row of a table, named by what it is about; amounts and texts of the table itself too."""
    if isinstance(table, dict):
        for key, value in table.items():
            if isinstance(value, list):
                yield from table_lines(value)
            elif value is not None:
                yield key, str(value)
        return
    for row in table or []:
        name, *rest = (str(value) for value in row.values() if value not in (None, ""))
        yield name, ", ".join(rest)


def _side_by_side(before: dict[str, str], after: dict[str, str]) -> list[ComparedLine]:
    labels = dict.fromkeys([*before, *after])
    return [ComparedLine(label, *word_by_word(before.get(label, ""), after.get(label, ""))) for label in labels]


def word_by_word(before: str, after: str) -> tuple[list[Words], list[Words]]:
    """Both texts cut where they part, so that each can be read whole with what it has alone marked."""
    left, right = TOKEN.findall(before), TOKEN.findall(after)
    sides: tuple[list[Words], list[Words]] = ([], [])
    for kind, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, tokens in zip(sides, (left[i:j], right[k:m]), strict=True):
            if tokens:
                side.append(Words("".join(tokens), alone=kind != "equal"))
    return sides


def restore(revision: SectionRevision, *, by: Membership, now: datetime | None = None) -> Application:
    """Make a section say again what it said once this edit was made, as a new version; nothing of the others moves."""
    row = revision.section_answers
    section = row.section
    when = instant(revision.edited_at, row.application.project.call.zone)
    summary = f"Section {section.number} revenue à sa version du {when} : {section.title}"
    with edit(row.application, section, by=by, now=now, summary=summary) as fiche:
        answers, _, rows = at_moment(row, revision.pk)
        SectionAnswers.objects.filter(pk=row.pk).update(answers=answers)
        if rows is not None:
            put_back(section.kind, fiche.project, rows)
    return fiche
