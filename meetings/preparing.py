"""Preparing a meeting: its facts and its agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import Refused, ensure
from core.wording import counted, day, instant
from meetings.enums import MeetingKind
from meetings.guards import ensure_ahead, ensure_one_line, held_by
from meetings.mailing import send_again
from meetings.models import AgendaItem, Meeting
from meetings.models.meeting import MeetingQuerySet
from meetings.permissions import may_run_meetings
from records import journal
from regions.awarding import locked_award
from regions.models import Award, RegionalProject

FARTHEST = timedelta(days=3 * 366)
MOST_ITEMS = 40


class MeetingFacts(TypedDict):
    """What is said of a meeting; `starts_at` in UTC."""

    kind: str
    title: str
    starts_at: datetime
    duration_minutes: int
    place: str
    remote_link: str


@dataclass(frozen=True)
class AgendaPoint:
    """A point of the agenda as typed; `minutes` is None when nobody said."""

    title: str
    minutes: int | None = None


@transaction.atomic
def prepare(project: RegionalProject, facts: MeetingFacts, *, by: Membership, now: datetime | None = None) -> Meeting:
    """Enter a meeting, to come or already held; asked twice, give the one that exists."""
    now = now or timezone.now()
    ensure(may_run_meetings(by, project))
    award = locked_award(project)
    zone = ZoneInfo(project.region.time_zone)
    _ensure_facts(facts, award, zone, now)
    known = _same_hour(project, facts).first()
    if known is not None and known.title == facts["title"]:
        return known
    if known is not None:
        raise _taken(facts, zone)
    meeting = Meeting.objects.create(project=project, created_at=now, created_by=by, **facts)
    kind = MeetingKind(meeting.kind).short
    summary = f"Réunion préparée ({kind}), le {instant(meeting.starts_at, zone)}"
    journal.record("meetings.prepare", meeting, by=by, summary=summary, data=_kept(meeting), now=now)
    return meeting


@transaction.atomic
def change(meeting: Meeting, facts: MeetingFacts, *, by: Membership, now: datetime | None = None) -> Meeting:
    """Change what a meeting to come is; those convened receive an updated calendar file.

    A new hour voids the replies: they were given for another.
    """
    now = now or timezone.now()
    award = locked_award(meeting.project)
    row = held_by(meeting, by=by)
    ensure_ahead(row)
    _ensure_facts(facts, award, row.zone, now)
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if not changed:
        return row
    if {"kind", "starts_at"} & set(changed) and _same_hour(row.project, facts).exclude(pk=row.pk).exists():
        raise _taken(facts, row.zone)
    if row.convened_at is not None and facts["starts_at"] <= now:
        raise Refused(
            "La nouvelle date est passée : les personnes convoquées ne pourraient plus venir.", at="starts_at"
        )
    for name in changed:
        setattr(row, name, facts[name])  # type: ignore[literal-required]
    if "starts_at" in changed:
        row.invitees.update(reply="", replacement="", replied_at=None, reminded_at=None)
    told = 0
    if row.convened_at is not None:
        row.sequence += 1
        told = send_again(row, moved="starts_at" in changed, now=now)
    row.save(update_fields=[*changed, "sequence"])
    summary = "Réunion modifiée" + (f" : {counted(told, 'courriel')}" if told else "")
    journal.record("meetings.change", row, by=by, summary=summary, data={**_kept(row), "changed": changed}, now=now)
    return row


@transaction.atomic
def set_agenda(
    meeting: Meeting, points: Sequence[AgendaPoint], *, by: Membership, now: datetime | None = None
) -> Meeting:
    """Replace the agenda; the same again changes nothing."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_ahead(row)
    if len(points) > MOST_ITEMS:
        raise Refused(f"Un ordre du jour compte au plus {MOST_ITEMS} points.")
    for point in points:
        ensure_one_line(point.title, "Le titre d'un point")
    if list(points) == agenda_of(row):
        return row
    row.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=row, position=position, title=point.title, minutes=point.minutes)
        for position, point in enumerate(points, start=1)
    )
    data = {"points": [point.title for point in points]}
    journal.record("meetings.set_agenda", row, by=by, summary="Ordre du jour écrit", data=data, now=now)
    return row


def agenda_of(meeting: Meeting) -> list[AgendaPoint]:
    return [AgendaPoint(item.title, item.minutes) for item in meeting.agenda.all()]


def _ensure_facts(facts: MeetingFacts, award: Award, zone: ZoneInfo, now: datetime) -> None:
    ensure_one_line(facts["title"], "L'intitulé")
    if facts["starts_at"] > now + FARTHEST:
        raise Refused("Cette date est trop lointaine : trois ans au plus.", at="starts_at")
    if facts["starts_at"].astimezone(zone).date() < award.awarded_on:
        raise Refused(
            f"Le projet est retenu depuis le {day(award.awarded_on)} : la réunion ne peut pas le précéder.",
            at="starts_at",
        )


def _same_hour(project: RegionalProject, facts: MeetingFacts) -> MeetingQuerySet:
    return Meeting.objects.live().filter(project=project, kind=facts["kind"], starts_at=facts["starts_at"])


def _taken(facts: MeetingFacts, zone: ZoneInfo) -> Refused:
    kind = MeetingKind(facts["kind"]).short
    return Refused(f"Une réunion ({kind}) est déjà prévue le {instant(facts['starts_at'], zone)}.", at="starts_at")


def _kept(meeting: Meeting) -> dict[str, object]:
    names = ("kind", "title", "starts_at", "duration_minutes", "place", "remote_link", "sequence")
    return {name: getattr(meeting, name) for name in names}
