"""What waits for the pair because of meetings, and what happened to them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.watch import Followed, Todo
from core.wording import counted, day, instant
from meetings.models import Meeting, MeetingDecision, Minutes, MinutesPart
from regions.models import RegionalProject
from regions.models.project import RegionalProjectQuerySet

# A meeting is convened some weeks ahead; a reply is worth chasing in its last week.
CONVENE_AHEAD = timedelta(days=28)
URGENT = timedelta(days=10)
SILENT_DEEDS = ("meetings.save_part",)


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if not hat.regional:
        return []
    running = RegionalProject.objects.of_pair(hat).filter(award__isnull=False, award__closed_on=None)
    return [*_to_hold(running, now), *_to_report(running), *_to_follow(running, now)]


def _to_hold(running: RegionalProjectQuerySet, now: datetime) -> Iterator[Todo]:
    """Meetings to convene, and those that took place without anyone noting who was there."""
    rows = Meeting.objects.to_hold().with_project().filter(project__in=running)
    near = Q(convened_at=None, starts_at__lte=now + CONVENE_AHEAD) | Q(starts_at__lte=now)
    for meeting in rows.filter(near).order_by("starts_at", "pk"):
        begun = meeting.begun(now)
        name = "attendance" if begun else "meeting"
        yield Todo(
            label="Relever les présences" if begun else "Convoquer la réunion",
            subject=_subject(meeting),
            url=reverse(f"meetings:{name}", args=[meeting.project_id, meeting.pk]),
            due=None if begun else meeting.starts_at,
            detail=f"Prévue le {instant(meeting.starts_at, meeting.zone)}.",
            urgent=not begun and meeting.starts_at - now <= URGENT,
        )


def _to_report(running: RegionalProjectQuerySet) -> Iterator[Todo]:
    """Minutes to write, to approve, to send."""
    written = MinutesPart.objects.filter(minutes=OuterRef("pk")).exclude(text="")
    rows = Minutes.objects.filter(meeting__project__in=running, sent_at=None).annotate(written=Exists(written))
    later = Minutes.objects.filter(meeting=OuterRef("meeting"), revision__gt=OuterRef("revision"))
    rows = rows.filter(~Exists(later)).select_related("meeting__project__region", "meeting__project__call")
    for minutes in rows.order_by("meeting__starts_at", "pk"):
        meeting = minutes.meeting
        if not minutes.is_draft:
            label = "Envoyer le compte rendu"
        elif minutes.written:
            label = "Approuver le compte rendu"
        else:
            label = "Écrire le compte rendu"
        yield Todo(
            label=label,
            subject=_subject(meeting),
            url=reverse("meetings:minutes", args=[meeting.project_id, meeting.pk]),
            detail=f"Réunion tenue le {day(meeting.on)}.",
        )


def _to_follow(running: RegionalProjectQuerySet, now: datetime) -> Iterator[Todo]:
    """Decisions overdue, one line a project."""
    late = MeetingDecision.objects.to_follow().filter(meeting__project__in=running, due_on__lt=timezone.localdate(now))
    lines = (
        late.order_by()
        .values("meeting__project", "meeting__project__region__name", "meeting__project__call__title")
        .annotate(number=Count("pk"), first=Min("due_on"))
        .order_by("first")
    )
    for line in lines:
        number = line["number"]
        yield Todo(
            label=f"Suivre {counted(number, 'décision en retard', 'décisions en retard')}",
            subject=f"{line['meeting__project__region__name']} – {line['meeting__project__call__title']}",
            url=reverse("meetings:decisions", args=[line["meeting__project"]]),
            detail=f"La plus ancienne était attendue pour le {day(line['first'])}.",
        )


def _subject(meeting: Meeting) -> str:
    return f"{meeting.title} – {meeting.project.region}"


def followed(hat: Membership) -> list[Followed]:
    """What others did with the meetings of one's projects, replies included."""
    if not hat.regional:
        return []
    mine = Meeting.objects.filter(project__in=RegionalProject.objects.of_pair(hat))
    return [Followed("meetings.meeting", mine, ["meetings."], meeting_pages, silent=SILENT_DEEDS)]


def meeting_pages(keys: Sequence[str]) -> dict[str, str]:
    """One query, when there is any."""
    there = Meeting.objects.filter(pk__in=keys).values_list("pk", "project") if keys else []
    return {str(pk): reverse("meetings:meeting", args=[project, pk]) for pk, project in there}
