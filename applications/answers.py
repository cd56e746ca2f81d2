"""Saving the answers of a section; each write is kept as a revision when the section is sealed (`sealing`)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from applications.fiche_edit import edit
from applications.models import Application, SectionAnswers
from applications.permissions import may_answer
from calls.models import Section
from core.verdicts import ensure
from core.wording import instant


def answers_row(application: Application, section: Section) -> SectionAnswers:
    """The live answers of a section; a row not saved yet while nobody answered."""
    row = application.rows_by_section.get(section.pk) or SectionAnswers(application=application)
    row.section = section
    return row


@contextmanager
def write_section(
    application: Application, section: Section, *, by: Membership, now: datetime
) -> Iterator[Application]:
    """Hold the fiche while the block writes answers of a section by `write`, if any."""
    summary = f"Section {section.number} modifiée : {section.title}"
    with edit(application, section, tables=False, by=by, now=now, summary=summary) as fiche:
        fiche.wrote = False
        yield fiche


def write(row: SectionAnswers, answers: Mapping[str, Any], *, by: Membership) -> None:
    """Write some answers, {question code: value}, on a row read within `write_section`, which saves it; others stay.

    NotAllowed for a question that the other party answers alone.
    """
    for question in row.section.questions.all() if answers else ():
        if question.code in answers:
            ensure(may_answer(by, row.application, question))
    if answers:
        row.application.wrote = True
        row.application.rows_by_section[row.section_id] = row
        row.answers = {**row.answers, **answers}


def save_answers(
    application: Application,
    section: Section,
    answers: Mapping[str, Any],
    *,
    by: Membership,
    now: datetime | None = None,
) -> SectionAnswers:
    now = now or timezone.now()
    with write_section(application, section, by=by, now=now) as fiche:
        row = answers_row(fiche, section)
        write(row, answers, by=by)
    if row.pk:
        row.refresh_from_db()
    return row


def last_edit_of(row: SectionAnswers, code: str) -> str:
    """Who wrote an answer last, and when."""
    last = row.revisions.filter(changes__has_key=code).select_related("edited_by__organisation").first() or row
    return f"par {last.edited_by or 'une autre personne'}, le {instant(last.edited_at)}"
