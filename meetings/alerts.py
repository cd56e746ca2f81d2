"""How the meetings of many projects stand, in as many queries for one as for fifty."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, Sum
from django.urls import reverse

from core.watch import Alert
from core.wording import PARIS, counted
from meetings.enums import MeetingKind
from meetings.models import Meeting, MeetingDecision
from meetings.models.meeting import MeetingQuerySet
from regions.awarding import lives
from regions.composition import STAFF
from regions.models import RegionalProject

# A project lasts about a year: by then its steering committee has met, and near its end its work is told.
FIRST_STEERING = timedelta(days=92)
NEAR_THE_END = timedelta(days=305)


@dataclass
class Facts:
    """A project's meetings: those to come, soonest first; those held, by kind; the last COPIL; decisions overdue."""

    coming: list[Meeting] = field(default_factory=list)
    held: dict[MeetingKind, int] = field(default_factory=lambda: dict.fromkeys(MeetingKind, 0))
    last_steering: datetime | None = None
    late_decisions: int = 0
    staff_came: bool = False

    @property
    def next_meeting(self) -> Meeting | None:
        return self.coming[0] if self.coming else None

    @property
    def total_held(self) -> int:
        return sum(self.held.values())


def facts(projects: Iterable[RegionalProject], now: datetime) -> dict[int, Facts]:
    """By project key; three queries."""
    by_key = {project.pk: project for project in projects}
    found: defaultdict[int, Facts] = defaultdict(Facts, {key: Facts() for key in by_key})
    meetings = Meeting.objects.filter(project__in=by_key)
    for meeting in meetings.coming(now):
        meeting.project = by_key[meeting.project_id]
        found[meeting.project_id].coming.append(meeting)
    _count_held(meetings, found)
    late = MeetingDecision.objects.to_follow().filter(
        meeting__in=meetings.live(), due_on__lt=now.astimezone(PARIS).date()
    )
    for key in late.values_list("meeting__project", flat=True):
        found[key].late_decisions += 1
    return dict(found)


def _count_held(meetings: MeetingQuerySet, found: dict[int, Facts]) -> None:
    staff = Q(invitees__profile__code__in=STAFF.profiles)
    held = meetings.held().annotate(staff=Sum("invitees__present", filter=staff))
    for project, kind, starts_at, staff_present in held.values_list("project", "kind", "starts_at", "staff"):
        known = found[project]
        known.held[MeetingKind(kind)] += 1
        known.staff_came = known.staff_came or bool(staff_present)
        if kind == MeetingKind.STEERING:
            known.last_steering = max(filter(None, (known.last_steering, starts_at)))


def alerts(
    projects: Iterable[RegionalProject], today: date, known: Mapping[int, Facts] | None = None
) -> dict[int, list[Alert]]:
    """What is wrong in the meetings of the projects under way; the closed and the not retained have none.

    No query when the facts are `known`.
    """
    living = [project for project in projects if lives(project)]
    now = datetime.combine(today, datetime.min.time(), tzinfo=PARIS)
    standing = facts(living, now) if known is None else known
    return {project.pk: list(_of(project, standing[project.pk], today)) for project in living}


def _of(project: RegionalProject, known: Facts, today: date) -> Iterator[Alert]:
    age = today - project.award.awarded_on
    url = reverse("meetings:meetings", args=[project.pk])
    if age >= FIRST_STEERING and not known.held[MeetingKind.STEERING]:
        sentence = "Aucun comité de pilotage ne s'est tenu depuis l'attribution, il y a plus de trois mois."
        yield Alert(sentence, url, serious=True)
    if known.total_held and not known.staff_came:
        yield Alert("Aucun représentant du personnel n'a encore pris part à une réunion.", url, serious=True)
    if age >= NEAR_THE_END and not known.held[MeetingKind.RESTITUTION]:
        yield Alert("La fin approche et aucune restitution au groupe élargi ne s'est tenue.", url)
    if known.late_decisions:
        number = known.late_decisions
        sentence = counted(number, "décision de réunion est en retard", "décisions de réunion sont en retard")
        yield Alert(f"{sentence}.", reverse("meetings:decisions", args=[project.pk]))
