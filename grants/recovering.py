"""Asking money back: a reasoned decision of the ARS, its letter, and the repayment in the ledger (L10)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, euros
from grants import bookkeeping
from grants.enums import AgreementState, Nature, RecoveryGround
from grants.guards import reread
from grants.models import Agreement, LedgerEntry, Recovery
from grants.permissions import may_bind_money, may_keep_money
from records import journal, numbering
from records.jobs import enqueue
from regions.awarding import locked_award

PRODUCE_LETTER = "grants.produce_recovery_letter"


def recoverable(agreement: Agreement) -> Decimal:
    """What was paid and not yet asked back."""
    paid = LedgerEntry.objects.live().filter(instalment__agreement=agreement).total()
    asked = agreement.recoveries.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return paid - asked


def ensure_recoverable(agreement: Agreement, amount: Decimal, heard_on: date, today: date) -> None:
    """Read again the agreement: at least this much paid and not asked back yet, its beneficiary heard (L10)."""
    reread(agreement)
    if agreement.state == AgreementState.DRAFT:
        raise OutOfTurn("La convention n'est pas signée : rien n'a été versé.")
    if heard_on > today:
        raise Refused(
            "Le bénéficiaire n'a pas encore été invité à présenter ses observations : cette date est à venir.",
            at="heard_on",
        )
    most = recoverable(agreement)
    if amount > most:
        raise Refused(
            f"{euros(most)} au plus peuvent être réclamés : c'est ce qui est versé et n'a pas déjà été demandé."
        )


@transaction.atomic
def decide(
    agreement: Agreement,
    *,
    ground: RecoveryGround,
    amount: Decimal,
    reason: str,
    heard_on: date,
    by: Membership,
    now: datetime | None = None,
) -> Recovery:
    """Decide that the beneficiary pays back; the letter is made by a job, so that no failing PDF loses a decision."""
    now = now or timezone.now()
    project = agreement.project
    ensure(may_bind_money(by, project))
    locked_award(project)
    today = timezone.localdate(now)
    ensure_recoverable(agreement, amount, heard_on, today)
    year = now.astimezone(PARIS).year
    made = Recovery.objects.create(
        agreement=agreement,
        number=f"ACIA-{year}-R-{numbering.next_number(f'recovery:{year}'):04d}",
        ground=ground,
        amount=amount,
        reason=reason,
        heard_on=heard_on,
        decided_on=today,
        decided_by=by,
    )
    label = f"Lettre de reversement {made.number}"
    back_url = reverse("grants:agreement", args=[project.pk, agreement.pk])
    enqueue(PRODUCE_LETTER, label=label, arguments={"recovery_id": made.pk}, total=1, by=by, back_url=back_url)
    journal.record(
        "grants.recover",
        project,
        by=by,
        summary=f"Reversement {made.number} demandé à {agreement.beneficiary} : {euros(amount)}",
        data={"recovery": made.pk, "number": made.number, "amount": amount, "ground": ground},
        now=now,
    )
    return made


@transaction.atomic
def repay(
    recovery: Recovery,
    *,
    amount: Decimal,
    on: date,
    upload: Any = None,
    key: UUID | None = None,
    by: Membership,
    now: datetime | None = None,
) -> LedgerEntry:
    """Write what the beneficiary paid back; the same `key` again gives the row that exists."""
    now = now or timezone.now()
    agreement, project = recovery.agreement, recovery.agreement.project
    ensure(may_keep_money(by, project))
    award = locked_award(project)
    if existing := bookkeeping.already(project, key):
        return existing
    bookkeeping.ensure_day(award, on, now)
    if on < recovery.decided_on:
        raise Refused("Cette date précède la décision de reversement.", at="on")
    left = recovery.amount - LedgerEntry.objects.live().filter(recovery=recovery).total()
    if amount > left:
        raise Refused(f"Il reste {euros(left)} à reverser.")
    return bookkeeping.append(
        project,
        "grants.repay",
        f"Reversement {recovery.number} encaissé : {euros(amount)}",
        nature=Nature.REPAYMENT,
        account=agreement.account,
        amount=amount,
        on=on,
        label=f"Reversement {recovery.number}",
        counterpart=agreement.beneficiary.name,
        beneficiary=agreement.beneficiary,
        recovery=recovery,
        upload=upload,
        key=key,
        by=by,
        now=now,
    )
