"""Asking money back: a reasoned decision of the ARS, its end if need be, and the repayment in the ledger (L10)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from acts import issuing
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import day, euros, to_the
from grants import bookkeeping, letters
from grants.beneficiaries import ensure_identified
from grants.enums import Nature
from grants.hearing import ensure_recoverable, locked_hearing
from grants.models import Hearing, LedgerEntry, Recovery
from grants.permissions import may_bind_money, may_keep_money
from grants.sending import ask_for_paper
from records import journal
from regions.awarding import locked_award


def ensure_heard(hearing: Hearing, today: date, amount: Decimal, *, unanswered: bool) -> None:
    """The beneficiary has answered and spoken if it asked to, or its time is over and somebody says that it was silent.

    It was heard on at least this amount. A decision taken sooner is void (CRPA L. 121-1).
    """
    if hearing.waits_to_speak:
        raise OutOfTurn(
            "Le bénéficiaire demande à présenter des observations orales : recevez-le, puis enregistrez-en la date."
        )
    if hearing.replied_on is None and hearing.running(today):
        raise OutOfTurn(
            f"Le bénéficiaire a jusqu'au {day(hearing.answer_by)} pour présenter ses observations : "
            "enregistrez sa réponse, ou décidez ensuite."
        )
    if hearing.replied_on is None and not unanswered:
        raise Refused("Attestez qu'aucune observation n'est parvenue, ou enregistrez la réponse du bénéficiaire.")
    if amount > hearing.amount:
        raise Refused(f"Le bénéficiaire a été entendu sur {euros(hearing.amount)} : ne lui demandez pas davantage.")


@transaction.atomic
def decide(
    hearing: Hearing,
    *,
    amount: Decimal,
    reason: str,
    unanswered: bool = False,
    by: Membership,
    now: datetime | None = None,
) -> Recovery:
    """Decide that the beneficiary, once heard, pays back; asked again, give the decision that exists.

    `unanswered`: the person who decides says that nothing came, which the decision tells.
    """
    now = now or timezone.now()
    agreement, today = hearing.agreement, timezone.localdate(now)
    ensure(may_bind_money(by, agreement.project))
    locked_award(agreement.project)
    existing = Recovery.objects.filter(hearing=hearing).select_related("act").first()
    if existing is not None:
        return existing
    heard = locked_hearing(hearing)
    ensure_heard(heard, today, amount, unanswered=unanswered)
    ensure_recoverable(agreement, amount)
    ensure_identified(agreement.beneficiary, today)
    made = Recovery(agreement=agreement, hearing=heard, amount=amount, reason=reason, decided_on=today, decided_by=by)
    made.act = issuing.issue(letters.decision(made, by, now), now=now)
    made.save()
    heard.closed_on = today
    heard.save(update_fields=["closed_on"])
    ask_for_paper(made.act, agreement, by=by)
    journal.record(
        "grants.recover",
        agreement.project,
        by=by,
        summary=f"Reversement {made.number} demandé {to_the(agreement.beneficiary)} : {euros(amount)}",
        data={"recovery": made.pk, "number": made.number, "amount": amount, "ground": heard.ground},
        now=now,
    )
    return made


@transaction.atomic
def lift(recovery: Recovery, *, reason: str, by: Membership, now: datetime | None = None) -> Recovery:
    """Put an end to a decision by another, which replaces it; asked again, give what exists.

    Refused while the ledger holds a repayment: what was paid back is given back first, its row reversed.
    """
    now = now or timezone.now()
    agreement = recovery.agreement
    ensure(may_bind_money(by, agreement.project))
    locked_award(agreement.project)
    found = Recovery.objects.select_related("act", "lift").select_for_update(of=("self",)).get(pk=recovery.pk)
    found.agreement = agreement
    if found.lift is not None:
        return found
    repaid = LedgerEntry.objects.live().filter(recovery=found).total()
    if repaid:
        raise Refused(
            f"{euros(repaid)} sont déjà reversés : rendez cette somme et corrigez son écriture, puis abrogez."
        )
    found.lift = issuing.issue(letters.lifting(found, reason, by, now), now=now, replaces=found.act)
    found.save(update_fields=["lift"])
    ask_for_paper(found.lift, agreement, by=by)
    journal.record(
        "grants.lift_recovery",
        agreement.project,
        by=by,
        summary=f"Reversement {found.number} abrogé : {euros(found.amount)} ne sont plus dus",
        data={"recovery": found.pk, "number": found.lift.number},
        now=now,
    )
    return found


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
    ensure_owed(recovery, amount, on)
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


def ensure_owed(recovery: Recovery, amount: Decimal, on: date) -> None:
    recovery.refresh_from_db(fields=["lift"])
    if recovery.lift_id is not None:
        raise OutOfTurn("Cette décision est abrogée : plus rien n'est à reverser.")
    if on < recovery.decided_on:
        raise Refused("Cette date précède la décision de reversement.")
    left = recovery.amount - LedgerEntry.objects.live().filter(recovery=recovery).total()
    if amount > left:
        raise Refused(f"Il reste {euros(left)} à reverser.")
