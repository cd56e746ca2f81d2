"""What a meeting decides: who does what by when, and whether it is done."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused
from core.wording import day
from meetings.guards import ensure_live, ensure_one_line, ensure_open_minutes, held_by
from meetings.models import Meeting, MeetingDecision
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove
from regions.designating import ensure_designates

MOST_DECISIONS = 99


class Wording(TypedDict):
    """What is said of a decision; `responsible` is a function."""

    text: str
    responsible: str
    due_on: date | None


@transaction.atomic
def decide(meeting: Meeting, wording: Wording, *, by: Membership, now: datetime | None = None) -> MeetingDecision:
    """Add a decision to a meeting whose minutes are being written; the same text twice gives the one that exists."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_open_minutes(row)
    _ensure_wording(row, wording)
    known = row.decisions.filter(text=wording["text"]).first()
    if known is not None:
        return known
    made = MeetingDecision.objects.create(meeting=row, number=_next_number(row), **wording)
    summary = f"Décision {made.number} : {made.text}"
    journal.record("meetings.decide", row, by=by, summary=summary, data={"decision": made.pk}, now=now)
    return made


@transaction.atomic
def reword(
    decision: MeetingDecision, wording: Wording, *, by: Membership, now: datetime | None = None
) -> MeetingDecision:
    """Correct a decision before the minutes are approved."""
    now = now or timezone.now()
    row = held_by(decision.meeting, by=by)
    ensure_open_minutes(row)
    _ensure_wording(row, wording)
    current = _current(row, decision)
    for name, value in wording.items():
        setattr(current, name, value)
    current.save(update_fields=list(wording))
    summary = f"Décision {current.number} modifiée : {current.text}"
    journal.record("meetings.reword", row, by=by, summary=summary, data={"decision": current.pk}, now=now)
    return current


@transaction.atomic
def strike(decision: MeetingDecision, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take a decision out before the minutes are approved; those after it move up."""
    row = held_by(decision.meeting, by=by)
    ensure_open_minutes(row)
    current = _current(row, decision)
    summary = f"Décision {current.number} retirée : {current.text}"
    within = {"project": row.project_id, "decision": current.pk}
    entry = remove(current, "meetings.strike", by=by, summary=summary, within=within, now=now, about=row)
    for after in row.decisions.filter(number__gt=current.number).order_by("number"):
        after.number -= 1
        after.save(update_fields=["number"])
    return entry


@comes_back("meetings.strike")
def decided_again(decision: MeetingDecision, *, by: Membership) -> Iterator[str]:
    """It comes after the others, which may have moved up."""
    row = held_by(decision.meeting, by=by)
    ensure_open_minutes(row)
    decision.number = _next_number(row)
    yield reverse("meetings:minutes", args=[row.project_id, row.pk])


@transaction.atomic
def settle(
    decision: MeetingDecision, *, done_on: date | None, outcome: str = "", by: Membership, now: datetime | None = None
) -> MeetingDecision:
    """Say that a decision is done, when and how; `done_on` None says that it is not done after all."""
    now = now or timezone.now()
    row = held_by(decision.meeting, by=by)
    ensure_live(row)
    current = _current(row, decision)
    if done_on is not None:
        if done_on > now.astimezone(row.zone).date():
            raise Refused("Ce jour n'est pas encore venu.", at="done_on")
        if done_on < row.on:
            raise Refused(f"La décision a été prise le {day(row.on)} : elle n'a pas pu être faite avant.", at="done_on")
    outcome = outcome if done_on is not None else ""
    if (current.done_on, current.outcome) == (done_on, outcome):
        return current
    current.done_on, current.outcome = done_on, outcome
    current.save(update_fields=["done_on", "outcome"])
    said = f"faite le {day(done_on)}" if done_on else "à faire de nouveau"
    summary, data = f"Décision {current.number} {said}", {"decision": current.pk}
    journal.record("meetings.settle", row, by=by, summary=summary, data=data, now=now)
    return current


def _next_number(meeting: Meeting) -> int:
    last: int = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_DECISIONS:
        raise Refused(f"Une réunion compte au plus {MOST_DECISIONS} décisions.")
    return last + 1


def _current(meeting: Meeting, decision: MeetingDecision) -> MeetingDecision:
    """The decision as it is once its meeting is held."""
    found = meeting.decisions.filter(pk=decision.pk).first()
    if found is None:
        raise OutOfTurn("Cette décision a été retirée depuis que vous avez ouvert la page.")
    return found


def _ensure_wording(meeting: Meeting, wording: Wording) -> None:
    if not wording["text"].strip():
        raise Refused("Écrivez la décision.", at="text")
    ensure_one_line(wording["responsible"] or "–", "La fonction")
    ensure_designates(wording["responsible"])
    if wording["due_on"] is not None and wording["due_on"] < meeting.on:
        raise Refused(f"L'échéance précède la réunion, tenue le {day(meeting.on)}.", at="due_on")
