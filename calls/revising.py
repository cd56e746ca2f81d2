"""Making the next revision of a questionnaire or a grid, and moving an open call to it, in public.

A fiche pins the revision that it answers. Drafts follow their call to the next one, answer by answer: `followers` are
the rooms that hold them. What was deposited keeps its own.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import Membership
from calls.answerable import Fault, faults
from calls.comparing import compare, incompatible
from calls.models import Call, CallRevision, Grid, Questionnaire
from calls.permissions import may_prepare_calls, may_revise_call
from calls.preparing import locked
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import deadline
from records import journal
from records.permissions import may_administer

Follower = Callable[[CallRevision], object]
followers: list[Follower] = []


def ensure_still_open(call: Call, now: datetime) -> None:
    if now >= call.closes_at:
        raise OutOfTurn(f"L'appel a fermé le {deadline(call.closes_at, call.zone)} : son questionnaire ne change plus.")


def candidate(call: Call) -> Questionnaire | None:
    """The latest revision of the call's questionnaire, when the call does not use it yet."""
    latest = Questionnaire.objects.filter(code=call.questionnaire.code).order_by("-revision").first()
    return None if latest is None or latest.revision <= call.questionnaire.revision else latest


def obstacles(call: Call, after: Questionnaire) -> list[Fault]:
    """All that keeps an open call from this revision, each naming its question."""
    former = Questionnaire.objects.filter(code=after.code, revision__lt=after.revision).exclude(frozen_at=None)
    found = [*faults(after, tables=True, call=call.pk), *incompatible(list(former), after)]
    if not compare(call.questionnaire, after):
        found.append(Fault("Cette révision dit la même chose que la précédente."))
    return found


@transaction.atomic
def revise_call(
    call: Call, *, to: Questionnaire, reason: str, by: Membership, now: datetime | None = None
) -> CallRevision:
    """Have an open call ask another revision of its questionnaire; its drafts follow, and their authors are told.

    It cannot be undone, since people answer it at once: another revision corrects it.
    """
    now = now or timezone.now()
    call = locked(call)
    ensure(may_revise_call(by, call))
    ensure_still_open(call, now)
    after = Questionnaire.objects.select_for_update().get(pk=to.pk)
    if after != candidate(call):
        raise OutOfTurn("Une autre révision a été préparée ou publiée entre-temps : relisez-la avant de la publier.")
    found = obstacles(call, after)
    if found:
        raise Refused("La révision n'est pas prête. " + " ".join(fault.text for fault in found))
    Questionnaire.objects.filter(pk=after.pk, frozen_at=None).update(frozen_at=now)
    revision = CallRevision.objects.create(
        call=call, before=call.questionnaire, after=after, reason=reason, decided_at=now, decided_by=by
    )
    call.questionnaire = after
    call.save(update_fields=["questionnaire"])
    journal.record(
        "calls.revise_call",
        call,
        by=by,
        summary=f"Questionnaire révisé : {reason}",
        data={"before": str(revision.before), "after": str(after), "reason": reason},
        now=now,
    )
    for follow in followers:
        follow(revision)
    return revision


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
    ensure(may_prepare_calls(by) or may_administer(by))
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
