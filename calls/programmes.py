"""Families of calls: a programme with its owners, and the phases that its calls go through (R3, R10, R14)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts.models import Membership
from calls.models import Call, Phase, Programme
from calls.permissions import may_edit_phase, may_prepare_calls
from core.codes import new_code
from core.verdicts import OutOfTurn, Refused, ensure
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove

MOST_PHASES = 20


def held(programme: Programme, by: Membership) -> Programme:
    """The programme, locked: its phases are written one person after the other."""
    ensure(may_prepare_calls(by))
    return Programme.objects.select_for_update().get(pk=programme.pk)


@transaction.atomic
def write_programme(
    *,
    name: str,
    acronym: str,
    owners: str,
    introduction: str = "",
    objectives: str = "",
    programme: Programme | None = None,
    by: Membership,
    now: datetime | None = None,
) -> Programme:
    """Begin a programme, or say again how it is called, who owns it and what for."""
    ensure(may_prepare_calls(by))
    row = held(programme, by) if programme else Programme()
    others = Programme.objects.exclude(pk=row.pk)
    if others.filter(name__iexact=name).exists():
        raise Refused(f"Un programme s'appelle déjà « {name} ».", at="name")
    if others.filter(acronym__iexact=acronym).exists():
        raise Refused(f"Le sigle {acronym} est celui d'un autre programme.", at="acronym")
    if row.pk and acronym != row.acronym and has_calls(row):
        raise Refused(f"Des appels portent déjà le sigle {row.acronym} : il ne change plus.", at="acronym")
    row.name, row.acronym, row.owners = name, acronym, owners
    row.introduction, row.objectives = introduction, objectives
    row.slug = row.slug or new_code(name, set(others.values_list("slug", flat=True)), "programme")
    row.save()
    summary = f"Programme « {name} » {'modifié' if programme else 'commencé'}. Porté par : {owners}."
    journal.record("calls.write_programme", row, by=by, summary=summary, now=now)
    return row


@transaction.atomic
def remove_programme(programme: Programme, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """While it has no call; its phases go with it."""
    programme = held(programme, by)
    ensure_no_call(programme)
    summary = f"Programme « {programme} » retiré"
    return remove(programme, "calls.remove_programme", by=by, summary=summary, within={}, now=now)


def has_calls(programme: Programme) -> bool:
    return Call.objects.filter(phase__programme=programme).exists()


def ensure_no_call(programme: Programme) -> None:
    if has_calls(programme):
        raise OutOfTurn("Ce programme a des appels : il ne se retire plus.")


@comes_back("calls.remove_programme")
def programme_again(programme: Programme, *, by: Membership) -> Iterator[str]:
    ensure(may_prepare_calls(by))
    yield reverse("calls:programme", args=[programme.pk])


@transaction.atomic
def write_phase(
    programme: Programme,
    *,
    name: str,
    follows: Phase | None = None,
    measures: bool = False,
    phase: Phase | None = None,
    by: Membership,
    now: datetime | None = None,
) -> Phase:
    """Add a phase after the others, or rewrite one that no published call uses."""
    programme = held(programme, by)
    row = Phase.objects.get(pk=phase.pk) if phase else Phase(programme=programme)
    if phase:
        ensure(may_edit_phase(by, row))
    others = programme.phases.exclude(pk=row.pk)
    if others.filter(name__iexact=name).exists():
        raise Refused(f"Ce programme a déjà une phase « {name} ».", at="name")
    if not phase and others.count() >= MOST_PHASES:
        raise Refused(f"Un programme a {MOST_PHASES} phases au plus.")
    if follows is not None and row in before(follows):
        raise Refused("Une phase ne suit ni elle-même, ni une phase qui la suit.", at="follows")
    row.name, row.follows, row.measures = name, follows, measures
    if not phase:
        row.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
        row.code = new_code(name, set(Phase.objects.values_list("code", flat=True)), "phase")
    row.save()
    journal.record("calls.write_phase", row, by=by, summary=f"Phase « {name} » écrite dans {programme}.", now=now)
    return row


def before(phase: Phase) -> Iterator[Phase]:
    """The phase, then those that it follows."""
    one: Phase | None = phase
    while one is not None:
        yield one
        one = one.follows


@transaction.atomic
def remove_phase(phase: Phase, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    programme = held(phase.programme, by)
    ensure(may_edit_phase(by, phase))
    ensure_unused(phase)
    summary, within = f"Phase « {phase} » retirée de {programme}", {"programme": programme.pk}
    return remove(phase, "calls.remove_phase", by=by, summary=summary, within=within, now=now, about=programme)


def ensure_unused(phase: Phase) -> None:
    if phase.calls.exists():
        raise OutOfTurn("Un appel en préparation est de cette phase : donnez-lui-en une autre d'abord.")
    follower = phase.followers.first()
    if follower is not None:
        raise OutOfTurn(f"La phase « {follower} » suit celle-ci : changez-la d'abord.")


@comes_back("calls.remove_phase")
def phase_again(phase: Phase, *, by: Membership) -> Iterator[str]:
    programme = held(phase.programme, by)
    yield reverse("calls:programme", args=[programme.pk])
