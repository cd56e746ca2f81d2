"""The acknowledgement of receipt of a deposit: an act known by the deposit's number (domain L1–L2)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from acts import issuing
from applications.letters import receipt_of
from applications.models import Deposit
from applications.pdfs import deposit_of
from applications.posting import post
from records import journal


def issue_receipt(deposit_id: int, *, now: datetime | None = None) -> None:
    """The receipt, issued once and sent to both parties; asked again, it goes on where it stopped.

    It is issued after the deposit: what the service lacks (its telephone, say) must not prevent a deposit.
    """
    deposit = numbered(deposit_id, now=now or timezone.now())
    if deposit.receipt is not None:
        post(deposit.receipt, deposit.application, now=now)


@transaction.atomic
def numbered(deposit_id: int, *, now: datetime) -> Deposit:
    """The deposit with its receipt sealed."""
    Deposit.objects.select_for_update().only("pk").get(pk=deposit_id)
    deposit = deposit_of(deposit_id)
    if deposit.receipt is not None:
        return deposit
    deposit.receipt = issuing.issue(receipt_of(deposit), now=now, number=deposit.number)
    deposit.save(update_fields=["receipt"])
    journal.record(
        "applications.issue_receipt",
        deposit.application,
        summary=f"Accusé de réception du dépôt {deposit.number} émis",
        data={"number": deposit.number, "sha256": deposit.receipt.sha256},
        now=now,
    )
    return deposit
