"""Paying an instalment: one act writes the ledger; its state is then read there."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import euros, to_the
from grants import bookkeeping
from grants.enums import AgreementState, Nature
from grants.guards import reread
from grants.models import Instalment, LedgerEntry
from grants.permissions import may_keep_money
from grants.telling import tell_paid
from regions.awarding import locked_award


@transaction.atomic
def pay(
    instalment: Instalment, *, on: date, upload: Any = None, by: Membership, now: datetime | None = None
) -> LedgerEntry:
    """Write that an instalment was paid; a second click or a second person gets the entry that exists (case 17)."""
    now = now or timezone.now()
    agreement = instalment.agreement
    project = agreement.project
    ensure(may_keep_money(by, project))
    award = locked_award(project)
    existing = LedgerEntry.objects.live().filter(instalment=instalment).first()
    if existing is not None:
        return existing
    ensure_payable(instalment)
    bookkeeping.ensure_day(award, on, now)
    signed_on = agreement.signed_on
    if signed_on is None or on < signed_on:
        raise Refused(
            "Cette date précède la signature de la convention par les deux parties : rien ne se verse avant.", at="on"
        )
    beneficiary = bookkeeping.locked_beneficiary(agreement.beneficiary, project)
    label = f"{instalment.label} – convention {agreement.number}"
    entry = bookkeeping.append(
        project,
        "grants.pay",
        f"Échéance versée {to_the(beneficiary)} : {euros(instalment.amount)} ({label})",
        nature=Nature.INSTALMENT,
        account=agreement.account,
        amount=instalment.amount,
        on=on,
        label=label,
        counterpart=beneficiary.name,
        beneficiary=beneficiary,
        instalment=instalment,
        upload=upload,
        by=by,
        now=now,
    )
    tell_paid(entry, agreement, now)
    return entry


def ensure_payable(instalment: Instalment) -> None:
    """Read again what is paid: signed by both, and not taken away by an amendment."""
    agreement = instalment.agreement
    reread(agreement)
    if agreement.state != AgreementState.SIGNED:
        state = agreement.get_state_display()
        raise OutOfTurn(
            f"La convention est {state} : une échéance se verse une fois la convention signée par les deux."
        )
    reread(instalment)
    if not instalment.amount:
        raise OutOfTurn("Un avenant a retiré cette échéance : il n'y a plus rien à verser.")
