"""Meetings for tests: a retained project with its people, and meetings at each step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.enums import Role
from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from meetings.attending import AttendanceMark, record_attendance
from meetings.convening import convene
from meetings.enums import Attendance, MeetingKind
from meetings.inviting import Guest, add_invitee
from meetings.minuting import save_part
from meetings.models import Meeting, Minutes
from meetings.preparing import AgendaPoint, MeetingFacts, prepare, set_agenda
from regions.enums import MemberGroup
from regions.models import CollectiveMember, RegionalProject
from tests.factories import NOW, ParticipationFactory, TermFactory, member_of, retained_project

PROFILES = ("DIRECTION", "SOIGNANT", "TECHNICO_ADMIN", "ELU_PERSONNEL", "FOURNISSEUR")


@dataclass(frozen=True)
class Room:
    """A project that lives, and the hats of its pair."""

    project: RegionalProject
    ars: Membership
    aract: Membership


def room(**kwargs) -> Room:
    kwargs.setdefault("award__complement", Decimal(30_000))
    project = retained_project(**kwargs)
    return Room(
        project,
        member_of(project.ars, Role.SIGNATORY, job_title="Directeur général"),
        member_of(project.aract, job_title="Chargé de mission"),
    )


def profile(code: str, vocabulary: str = Vocabulary.PROFILE) -> Term:
    return TermFactory(vocabulary=vocabulary, code=code)


def facts(**kwargs) -> MeetingFacts:
    said = {
        "kind": MeetingKind.STEERING,
        "title": "COPIL n° 1",
        "starts_at": NOW + timedelta(days=10),
        "duration_minutes": 120,
        "place": "Salle Jaune",
        "remote_link": "",
    }
    return MeetingFacts(**{**said, **kwargs})


def prepared(where: Room, *, seats: int = 2, agenda: int = 2, now: datetime = NOW, **kwargs) -> Meeting:
    """A meeting ready to be convened: an agenda and seats with addresses."""
    meeting = prepare(where.project, facts(**kwargs), by=where.aract, now=now)
    if agenda:
        points = [AgendaPoint(f"Point {number}", 30) for number in range(1, agenda + 1)]
        set_agenda(meeting, points, by=where.aract, now=now)
    for number in range(seats):
        code = PROFILES[number % len(PROFILES)]
        guest = Guest(profile(code), f"Fonction {number}", "Centre fictif", f"siege{number}@exemple.test", 1)
        add_invitee(meeting, guest, by=where.aract, now=now)
    return Meeting.objects.with_project().get(pk=meeting.pk)


def convened(where: Room, **kwargs) -> Meeting:
    meeting = prepared(where, **kwargs)
    return convene(meeting, by=where.aract, now=NOW)


def held(where: Room, *, days: int = 5, present: bool = True, **kwargs) -> Meeting:
    """A meeting of some days ago, presences recorded; its minutes are a draft."""
    then = NOW - timedelta(days=days)
    meeting = prepared(where, starts_at=then, now=then - timedelta(days=1), **kwargs)
    mark = AttendanceMark(Attendance.PRESENT, 1) if present else AttendanceMark(Attendance.EXCUSED)
    marks = {invitee.pk: mark for invitee in meeting.invitees.all()}
    return record_attendance(meeting, marks, by=where.aract, now=then + timedelta(minutes=30))


def draft_of(meeting: Meeting) -> Minutes:
    minutes = meeting.minutes.order_by("-revision").first()
    minutes.meeting = meeting
    return minutes


def written(where: Room, **kwargs) -> Meeting:
    """Held, with something said on the first point."""
    meeting = held(where, **kwargs)
    part = draft_of(meeting).parts.first()
    save_part(part, "Tout le monde a parlé.", by=where.aract, now=NOW)
    return meeting


def collective(project: RegionalProject) -> None:
    """The four families, and two seats in the extended group."""
    ParticipationFactory(project=project, contact_function="Référente", contact_email="referente@exemple.test")
    for code in PROFILES:
        CollectiveMember.objects.create(
            project=project, group=MemberGroup.COLLECTIVE, profile=profile(code), function=f"Siège {code}"
        )
    for code in ("GRADES", "ANS_RDT"):
        CollectiveMember.objects.create(
            project=project,
            group=MemberGroup.EXTENDED,
            profile=profile(code, Vocabulary.EXTENDED_PROFILE),
            function=f"Siège {code}",
            seats=2,
        )
