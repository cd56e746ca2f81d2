"""The versions of a fiche: what each edit changed, any two moments side by side, and going back to one."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Membership
from applications.annexes import annexes_of
from applications.comparing import SectionDiff, changed_lines, lines_of
from applications.content import section_content
from applications.fiche_edit import edit
from applications.models import Application, SectionAnswers, SectionRevision
from applications.permissions import may_answer
from applications.rows import put_back
from applications.sealing import questions_of
from calls.conditions import asked
from calls.models import Question
from core.wording import instant


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
    annexes = annexes_of(revision.section_answers.section)
    labels = {**labels, annexes.code: annexes.label}
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
            found.append(SectionDiff(row.section.number, row.section.title, changed_lines(*texts)))
    return found


def _lines(
    row: SectionAnswers, questions: list[Question], side: dict[int, tuple[dict[str, Any], Any]]
) -> dict[str, str]:
    """{label: text} of a section at one moment: its questions asked then, and the rows of its table."""
    answers, table = side[row.pk]
    every = {code: value for said, _ in side.values() for code, value in said.items()}
    called_for = [question for question in asked(questions, every) if question.section_id == row.section_id]
    return lines_of(section_content(row.section, called_for, answers, table))


def restore(revision: SectionRevision, *, by: Membership, now: datetime | None = None) -> Application:
    """Make a section say again what it said once this edit was made, as a new version; nothing of the others moves."""
    row = revision.section_answers
    section = row.section
    when = instant(revision.edited_at, row.application.project.call.zone)
    summary = f"Section {section.number} revenue à sa version du {when} : {section.title}"
    with edit(row.application, section, by=by, now=now, summary=summary) as fiche:
        put_section_back(row, revision.pk, fiche, by=by)
    return fiche


def put_section_back(row: SectionAnswers, revision_pk: int, fiche: Application, *, by: Membership | None) -> None:
    """Give a section the answers and the rows that it had once this edit was made, for the caller to seal.

    What the other party answers alone stays as that party left it; without `by`, all of it comes back.
    """
    answers, _, rows = at_moment(row, revision_pk)
    if by is not None:
        now_said = SectionAnswers.objects.values_list("answers", flat=True).get(pk=row.pk)
        for question in row.section.questions.all():
            if not may_answer(by, fiche, question):
                answers = {**answers, question.code: now_said.get(question.code)}
    SectionAnswers.objects.filter(pk=row.pk).update(answers=answers)
    if rows is not None:
        put_back(row.section.kind, fiche.project, rows)
