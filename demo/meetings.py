"""Meetings of the demonstration: a full story in two regions, a brief one elsewhere, and the COTECH of an archive.

All is fictional, except the day and the two subjects of the COTECH of Île-de-France (R45; the year is deduced).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from calls.models import Call
from demo.people import Pair, pair
from demo.structures import read
from meetings.attending import AttendanceMark, record_attendance
from meetings.complement import UseLine, decide_complement
from meetings.convening import convene
from meetings.deciding import Wording, decide, settle
from meetings.enums import USUAL_CIRCLES, Attendance, MeetingKind, Reply
from meetings.inviting import invite_circles, set_addresses
from meetings.minuting import approve, save_part, send_minutes
from meetings.models import Meeting, Minutes
from meetings.pdfs import keep_minutes
from meetings.preparing import AgendaPoint, MeetingFacts, prepare, set_agenda
from meetings.presiding import preside
from meetings.replying import answer
from regions.models import RegionalProject

FULL = ("93", "11")
# Regions whose meetings are only begun: nothing at all in Guyane, where the portal says so.
BRIEF = ("53", "84", "04", "75", "32", "44")
ANSWERS = (Reply.COMING, Reply.COMING, Reply.REPLACED, Reply.NOT_COMING)
MAILBOX = "{number}.reunions@structure-fictive.example"


@dataclass(frozen=True)
class MeetingsStory:
    """A project whose meetings are told, from today."""

    project: RegionalProject
    pair: Pair
    today: date

    def at(self, days: int, hour: int) -> datetime:
        """An hour of the region, some days from today; a day of the week-end moves to the Monday."""
        on = self.today + timedelta(days=days)
        on += timedelta(days=max(0, 7 - on.weekday()) if on.weekday() > 4 else 0)  # noqa: PLR2004
        zone = ZoneInfo(self.project.region.time_zone)
        return datetime.combine(on, time(hour), tzinfo=zone).astimezone(UTC)


def load(call: Call, today: date) -> None:
    """Tell the meetings of the projects under way, and that of the archive."""
    projects = {project.region.code: project for project in RegionalProject.objects.filter(call=call).with_parties()}
    for code in FULL:
        tell_in_full(MeetingsStory(projects[code], pair(code), today))
    for turn, code in enumerate(BRIEF):
        tell_briefly(MeetingsStory(projects[code], pair(code), today), turn)
    tell_the_archive()


def tell_in_full(stage: MeetingsStory) -> None:
    story = read("meetings")
    for turn, told in enumerate(story["full"]):
        meeting = entered(stage, told)
        hold(stage, meeting, told, turn)
    coming = entered(stage, story["coming"])
    convene_with_replies(stage, coming)
    entered(stage, story["restitution"])


def entered(stage: MeetingsStory, told: Mapping[str, Any]) -> Meeting:
    """Prepared four weeks ahead, or a week ago for those still far; its circles invited."""
    starts_at = stage.at(told["days"], told["hour"])
    known = min(starts_at - timedelta(days=20), stage.at(-7, 11))
    known = max(known, stage.at((stage.project.award.awarded_on - stage.today).days, 12))
    kind = MeetingKind(told["kind"])
    points = [AgendaPoint(title, minutes) for title, minutes in told.get("agenda", ())]
    facts = MeetingFacts(
        kind=kind,
        title=told["title"],
        starts_at=starts_at,
        duration_minutes=120 if sum(point.minutes or 0 for point in points) <= 120 else 180,  # noqa: PLR2004
        place=told["place"],
        remote_link=told.get("link", ""),
    )
    meeting = prepare(stage.project, facts, by=stage.pair.aract_writer, now=known)
    invite_circles(meeting, USUAL_CIRCLES[kind], by=stage.pair.aract_writer, now=known)
    if points:
        set_agenda(meeting, points, by=stage.pair.aract_writer, now=known)
    return meeting


def hold(stage: MeetingsStory, meeting: Meeting, told: Mapping[str, Any], turn: int) -> None:
    """Presences, texts, decisions and complement; then the approval, unless it is still to come."""
    here, after = meeting.starts_at + timedelta(minutes=15), meeting.starts_at + timedelta(days=1)
    sheet(stage, meeting, turn, at=here)
    if meeting.is_steering:
        by, ars = stage.pair.ars_signatory, stage.project.ars
        quality = f"{by.job_title[:1].lower()}{by.job_title[1:]}, {ars}"
        preside(meeting, chair=by.user.full_name, chair_quality=quality, by=stage.pair.ars_writer, now=here)
    if "use" in told:
        decide_complement(meeting, lines(stage, told["use"]), by=stage.pair.ars_writer, now=after)
    for text, responsible, due, done in told["decisions"]:
        due_on = stage.at(due, 12).date()
        made = decide(
            meeting, Wording(text=text, responsible=responsible, due_on=due_on), by=stage.pair.aract_writer, now=after
        )
        if done:
            done_at = stage.at(done, 12)
            settle(made, done_on=done_at.date(), by=stage.pair.ars_writer, now=done_at + timedelta(hours=4))
    write(meeting, told["texts"], by=stage.pair.aract_writer, at=after)
    if not told.get("draft"):
        publish(meeting, by=stage.pair.ars_writer, at=after + timedelta(days=3))


def sheet(stage: MeetingsStory, meeting: Meeting, turn: int, *, at: datetime) -> None:
    """Nearly everyone came; one seat was excused, another in its place, in turn."""
    marks = {}
    for rank, invitee in enumerate(meeting.invitees.all()):
        match (rank + turn) % 7:
            case 4:
                marks[invitee.pk] = AttendanceMark(Attendance.EXCUSED)
            case 6:
                marks[invitee.pk] = AttendanceMark(Attendance.REPRESENTED, 1)
            case _:
                marks[invitee.pk] = AttendanceMark(Attendance.PRESENT, invitee.persons)
    record_attendance(meeting, marks, by=stage.pair.aract_writer, now=at)


def lines(stage: MeetingsStory, told: Sequence[tuple[str, str, int]]) -> list[UseLine]:
    """Parts of the complement, in hundredths, rounded to ten euros."""
    taking_part = [row.establishment for row in stage.project.participations.select_related("establishment")]
    places = {"first": 0, "second": 1, "third": 2}
    return [
        UseLine(
            purpose,
            (stage.project.award.complement * part / 1000).quantize(Decimal(1)) * 10,
            taking_part[places[who] % len(taking_part)] if who in places else None,
        )
        for purpose, who, part in told
    ]


def write(meeting: Meeting, texts: Sequence[str], *, by: Any, at: datetime) -> None:
    parts = Minutes.objects.get(meeting=meeting).parts.all()
    for part, text in zip(parts, texts, strict=False):
        save_part(part, text, by=by, now=at)


def publish(meeting: Meeting, *, by: Any, at: datetime) -> None:
    """Approved, made into a PDF and sent, three days after."""
    minutes = approve(Minutes.objects.get(meeting=meeting), by=by, now=at)
    keep_minutes(minutes.pk)
    send_minutes(minutes, by=by, now=at + timedelta(minutes=10))


def convene_with_replies(stage: MeetingsStory, meeting: Meeting) -> None:
    """Convened a week ago; half of the seats have answered since."""
    sent = stage.at(-6, 10)
    missing = meeting.invitees.filter(email="")
    addresses = {invitee.pk: MAILBOX.format(number=rank) for rank, invitee in enumerate(missing, start=1)}
    set_addresses(meeting, addresses, by=stage.pair.aract_writer, now=sent)
    convene(meeting, by=stage.pair.aract_writer, now=sent)
    for rank, invitee in enumerate(list(meeting.invitees.all())[::2]):
        reply = ANSWERS[rank % len(ANSWERS)]
        function = "Cadre de santé" if reply == Reply.REPLACED else ""
        answer(invitee, reply, replacement=function, now=sent + timedelta(days=1 + rank, hours=rank))


def tell_briefly(stage: MeetingsStory, turn: int) -> None:
    """A steering committee and, in every other region, a meeting of the collective."""
    told = read("meetings")["brief"]
    place = "Siège de l'ARS (réunion fictive)"
    base = {"place": place, "hour": 10, "agenda": [("Présentation", 40), ("Échange et suite", 60)], "decisions": []}
    purpose = [(told["purpose"], "first", 40)]
    committee = {**base, "kind": "copil", "title": told["copil"], "days": -250 + 5 * turn, "use": purpose}
    told_by_kind = [(committee, told["copil_text"])]
    if turn % 2 == 0:
        collective = {**base, "kind": "collectif", "title": told["collectif"], "days": -160 + 9 * turn}
        told_by_kind.append((collective, told["collectif_text"]))
    for entry, text in told_by_kind:
        hold(stage, entered(stage, entry), {**entry, "texts": [text]}, turn)


def tell_the_archive() -> None:
    """The first COTECH of Île-de-France, on 20 June 2024, during the week for the quality of life at work (R45)."""
    project = RegionalProject.objects.with_parties().get(call__slug="experimentation-2022", region__code="11")
    stage = MeetingsStory(project, pair("11"), date(2024, 6, 20))
    told = read("meetings")["cotech"]
    entry = {
        "kind": "cotech",
        "title": told["title"],
        "days": 0,
        "hour": 14,
        "place": "Île-de-France",
        "agenda": [(title, 60) for title in told["agenda"]],
        "decisions": [],
        "texts": told["texts"],
    }
    hold(stage, entered(stage, entry), entry, 1)
