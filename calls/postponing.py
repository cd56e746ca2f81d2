"""Postponing the closing of a published call, in public."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from calls.dates import dates_of, out_of_order
from calls.models import Call, Postponement
from calls.permissions import may_postpone_closing
from calls.preparing import locked
from calls.telling import tell_postponement
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import deadline
from records import journal


def ensure_not_closed(call: Call, now: datetime) -> None:
    if now >= call.closes_at:
        raise OutOfTurn(f"L'appel a fermé le {deadline(call.closes_at, call.zone)} : sa clôture ne se reporte plus.")


@transaction.atomic
def postpone_closing(
    call: Call, *, closes_at: datetime, reason: str, by: Membership, now: datetime | None = None
) -> Postponement:
    """Move the closing later. A call that has closed stays closed: its fiches are already being examined."""
    now = now or timezone.now()
    call = locked(call)
    ensure(may_postpone_closing(by, call))
    ensure_not_closed(call, now)
    if closes_at <= call.closes_at:
        said = deadline(call.closes_at, call.zone)
        raise Refused(f"La nouvelle clôture doit suivre l'actuelle, le {said}.", at="closes_at")
    for _, before, sentence in out_of_order(dates_of(call) | {"closes_at": closes_at}, call.zone):
        if before == "closes_at":
            raise Refused(sentence, at="closes_at")
    postponement = Postponement.objects.create(
        call=call, closed_before=call.closes_at, closes_at=closes_at, reason=reason, decided_at=now, decided_by=by
    )
    call.closes_at = closes_at
    call.save(update_fields=["closes_at"])
    tell_postponement(postponement, now)
    journal.record(
        "calls.postpone",
        call,
        by=by,
        summary=f"Clôture reportée au {deadline(closes_at, call.zone)} : {reason}",
        data={"before": postponement.closed_before, "after": closes_at, "reason": reason},
        now=now,
    )
    return postponement
