"""Saving answers as they are typed, so that two authors of one section lose nothing (case 5)."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from applications.fiche_edit import edit
from applications.models import Application, SectionAnswers
from calls.models import Section
from records.journal import canonical


def digest(value: Any) -> str:
    """A short mark of an answer: what a page last knew of it. No answer and a blank one are the same."""
    return hashlib.sha256(canonical(value if value not in (None, []) else "").encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Typed:
    """An answer as typed, with the digest of the answer that its author had before their eyes."""

    value: Any
    base: str


@dataclass(frozen=True)
class Conflict:
    """Two authors changed the same answer: what the other saved, who and when, beside what was typed here."""

    code: str
    theirs: Any
    mine: Any
    by: Membership | None
    at: datetime


@dataclass
class Saved:
    """What became of a save: the section's answers now, those written, those to settle."""

    answers: dict[str, Any]
    at: datetime
    written: list[str] = field(default_factory=list)
    conflicts: dict[str, Conflict] = field(default_factory=dict)


def save_answers(
    application: Application, section: Section, typed: dict[str, Typed], *, by: Membership, now: datetime | None = None
) -> Saved:
    """Merge the typed answers into the section, field by field.

    An answer that its author did not touch never overwrites what the other saved meanwhile; one that both changed
    is left as the other saved it, and comes back as a conflict. Each write is kept as a revision.
    """
    now = now or timezone.now()
    summary = f"Section {section.number} modifiée : {section.title}"
    with edit(application, section, by=by, now=now, summary=summary) as fiche:
        row, _ = SectionAnswers.objects.get_or_create(application=fiche, section=section, defaults={"edited_at": now})
        changes: dict[str, Any] = {}
        saved = Saved(answers=dict(row.answers), at=now)
        for code, answer in typed.items():
            current = row.answers.get(code)
            live, mine = digest(current), digest(answer.value)
            if mine in {live, answer.base}:
                continue
            if answer.base == live:
                changes[code] = answer.value
            else:
                saved.conflicts[code] = _conflict(row, code, mine=answer.value)
        fiche.wrote = bool(changes)
        if changes:
            row.answers = {**row.answers, **changes}
            row.save(update_fields=["answers"])
            saved.answers, saved.written = dict(row.answers), list(changes)
    return saved


def _conflict(row: SectionAnswers, code: str, *, mine: Any) -> Conflict:
    last = row.revisions.filter(changes__has_key=code).select_related("edited_by__organisation").first()
    return Conflict(
        code,
        theirs=row.answers.get(code),
        mine=mine,
        by=last.edited_by if last else row.edited_by,
        at=last.edited_at if last else row.edited_at,
    )
