"""Saving the answers of a section: each write is kept as a revision, so that nothing typed is ever lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from applications.fiche_edit import edit
from applications.models import Application, SectionAnswers, SectionRevision
from calls.models import Section
from core.wording import instant


def answers_row(application: Application, section: Section) -> SectionAnswers:
    """The live answers of a section; a row not saved yet while nobody answered."""
    row = SectionAnswers.objects.filter(application=application, section=section).first()
    row = row or SectionAnswers(application=application)
    row.section = section
    return row


def save_answers(
    application: Application,
    section: Section,
    answers: Mapping[str, Any],
    *,
    by: Membership,
    now: datetime | None = None,
) -> SectionAnswers:
    """Write some answers of a section, {question code: value}; the others stay as they are."""
    now = now or timezone.now()
    with edit(application, by=by, now=now, summary=summary_of(section)) as fiche:
        return write(answers_row(fiche, section), answers, by=by, now=now)


def summary_of(section: Section) -> str:
    """What the journal says of a write."""
    return f"Section {section.number} modifiée : {section.title}"


def write(row: SectionAnswers, answers: Mapping[str, Any], *, by: Membership, now: datetime) -> SectionAnswers:
    """Write on a row read within `edit`, and keep what it said before."""
    if answers:
        row.answers = {**row.answers, **answers}
        row.version += 1
        row.edited_at, row.edited_by = now, by
        row.save()
        SectionRevision.objects.create(
            section_answers=row, version=row.version, changes=dict(answers), edited_at=now, edited_by=by
        )
    return row


def last_edit_of(row: SectionAnswers, code: str) -> str:
    """Who wrote an answer last, and when."""
    last = row.revisions.filter(changes__has_key=code).select_related("edited_by__organisation").first() or row
    return f"par {last.edited_by or 'une autre personne'}, le {instant(last.edited_at)}"
