"""Making the next revision of a questionnaire or a grid that an opened call froze."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.models import Membership
from calls.models import Grid, Questionnaire
from core.verdicts import OutOfTurn, ensure
from records import journal
from records.permissions import may_administer


@transaction.atomic
def next_questionnaire(source: Questionnaire, *, by: Membership, now: datetime | None = None) -> Questionnaire:
    """A copy that may be edited, numbered after the last revision."""
    copy: Questionnaire = next_revision(source, by=by)
    for section in source.sections.prefetch_related("questions"):
        row = copied(section, questionnaire=copy)
        for question in section.questions.all():
            copied(question, section=row)
    journal.record("calls.revise", copy, by=by, summary=f"{copy} préparée.", now=now)
    return copy


@transaction.atomic
def next_grid(source: Grid, *, by: Membership, now: datetime | None = None) -> Grid:
    """A copy that may be edited, numbered after the last revision."""
    copy: Grid = next_revision(source, by=by)
    for criterion in source.criteria.prefetch_related("levels"):
        row = copied(criterion, grid=copy)
        for level in criterion.levels.all():
            copied(level, criterion=row)
    journal.record("calls.revise", copy, by=by, summary=f"{copy} préparée.", now=now)
    return copy


def next_revision(source: Questionnaire | Grid, *, by: Membership) -> Any:
    """The empty revision that follows the last; one that may still be edited must be used instead."""
    ensure(may_administer(by))
    revisions = type(source).objects.select_for_update().filter(code=source.code).order_by("-revision")
    last = revisions[0]
    if last.frozen_at is None:
        raise OutOfTurn(f"{last} peut encore être modifiée : elle n'a servi à aucun appel ouvert.")
    return type(source).objects.create(code=source.code, title=last.title, revision=last.revision + 1)


def copied(row: Model, **changes: Any) -> Any:
    """A new row with the same values, except these."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    kept = {field.attname: getattr(row, field.attname) for field in fields}
    for name, value in changes.items():
        kept.pop(f"{name}_id")
        kept[name] = value
    return type(row)._default_manager.create(**kept)  # noqa: SLF001
