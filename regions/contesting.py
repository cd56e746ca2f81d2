"""Contesting a priority that was computed (R68): a pair says why, the secretary keeps it or corrects it."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove
from regions.models import Participation, PriorityContest
from regions.permissions import may_answer_contest, may_contest_priority
from regions.priority import judge

WITHDRAW = "regions.withdraw_contest"
ANSWERED = "Le secrétariat a répondu à cette contestation : elle ne se retire plus. Contestez de nouveau au besoin."


def locked(participation: Participation) -> Participation:
    """Held until the transaction ends: contests of one structure, and their answers, follow each other."""
    Participation.objects.select_for_update().only("pk").get(pk=participation.pk)
    return Participation.objects.with_leaders().select_related("establishment").get(pk=participation.pk)


def latest(participation: Participation) -> PriorityContest | None:
    rows = PriorityContest.objects.filter(participation=participation)
    return rows.select_related("answered_by__organisation", "contested_by__organisation").order_by("pk").last()


def waiting(participation: Participation) -> PriorityContest:
    """The contest that nobody has answered yet."""
    contest = latest(participation)
    if contest is None:
        raise OutOfTurn("La priorité de cette structure n'est pas contestée.")
    if contest.answered_at is not None:
        raise OutOfTurn(ANSWERED)
    return contest


@transaction.atomic
def contest(
    participation: Participation, *, reason: str, by: Membership, now: datetime | None = None
) -> PriorityContest:
    now = now or timezone.now()
    held = locked(participation)
    ensure(may_contest_priority(by, held))
    if held.project.previous_id is None:
        raise OutOfTurn("Ce projet n'en prolonge aucun : aucune priorité n'y est calculée.")
    if held.gone:
        raise OutOfTurn(f"{held.establishment} ne participe plus à ce projet.")
    if not reason.strip():
        raise Refused("Dites pourquoi cette priorité est à revoir.", at="reason")
    former = latest(held)
    if former is not None and former.answered_at is None:
        raise OutOfTurn("La priorité de cette structure est déjà contestée : le secrétariat va répondre.")
    line = next(one for one in judge(held.project, timezone.localdate(now)).lines if one.participation.pk == held.pk)
    row = PriorityContest.objects.create(
        participation=held,
        granted=line.granted,
        computed=" ".join(line.reasons),
        reason=reason,
        contested_at=now,
        contested_by=by,
    )
    journal.record("regions.contest_priority", row, by=by, summary=str(row), data={"reason": reason}, now=now)
    return row


@transaction.atomic
def withdraw(participation: Participation, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take a contest back while it waits; its answer stays for all to read."""
    held = locked(participation)
    ensure(may_contest_priority(by, held))
    row = waiting(held)
    summary, within = f"Contestation de priorité retirée : {held.establishment}", {"project": held.project_id}
    return remove(row, WITHDRAW, by=by, summary=summary, within=within, now=now)


@comes_back(WITHDRAW)
def contest_again(row: PriorityContest, *, by: Membership) -> Iterator[str]:
    held = locked(row.participation)
    ensure(may_contest_priority(by, held))
    former = latest(held)
    if former is not None and former.answered_at is None:
        raise OutOfTurn("La priorité de cette structure est de nouveau contestée.")
    yield reverse("fieldwork:lineage", args=[held.project_id])


@transaction.atomic
def answer(
    participation: Participation, *, upheld: bool, answer: str, by: Membership, now: datetime | None = None
) -> PriorityContest:
    """Correct the priority, or keep it, with a reason; said again, the last answer stands."""
    now = now or timezone.now()
    held = locked(participation)
    ensure(may_answer_contest(by, held.project.call))
    row = latest(held)
    if row is None:
        raise OutOfTurn("La priorité de cette structure n'est plus contestée.")
    if not answer.strip():
        raise Refused("Dites pourquoi vous gardez ou corrigez cette priorité.", at="answer")
    row.upheld, row.answer, row.answered_at, row.answered_by = upheld, answer, now, by
    row.save(update_fields=["upheld", "answer", "answered_at", "answered_by"])
    said = "corrigée" if upheld else "gardée"
    journal.record(
        "regions.answer_contest",
        row,
        by=by,
        summary=f"Priorité {said} : {held.establishment}",
        data={"upheld": upheld, "answer": answer},
        now=now,
    )
    return row
