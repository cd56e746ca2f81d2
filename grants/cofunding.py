"""Other funders after the award (R23): what they confirm, what they pay. The deposited fiche is never touched."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import euros, of_the, the
from grants import bookkeeping
from grants.enums import Account, Nature
from grants.models import Contribution, LedgerEntry
from grants.permissions import may_keep_money
from records import journal
from regions.awarding import locked_award
from regions.models import CoFunding, RegionalProject


@transaction.atomic
def confirm(
    project: RegionalProject,
    *,
    cofunding: CoFunding | None = None,
    funder: str,
    purpose: str,
    amount: Decimal,
    on: date,
    by: Membership,
    now: datetime | None = None,
) -> Contribution:
    """Write what a funder confirms, announced in the fiche or not; the same again gives the row that exists."""
    now = now or timezone.now()
    ensure(may_keep_money(by, project))
    locked_award(project)
    ensure_past(on, now)
    if cofunding is not None:
        if cofunding.project_id != project.pk:
            raise Refused("Ce cofinancement n'est pas celui de ce projet.")
        funder, purpose = cofunding.funder, cofunding.purpose
    same = Q(funder=funder, purpose=purpose) | (Q(cofunding=cofunding) if cofunding else Q())
    known = Contribution.objects.filter(project=project).filter(same).first()
    if known is None:
        known = Contribution.objects.create(
            project=project, cofunding=cofunding, funder=funder, purpose=purpose, confirmed=amount, confirmed_on=on
        )
        write_down("grants.confirm", known, f"Cofinancement confirmé par {the(funder)} : {euros(amount)}", by, now)
    elif (known.cofunding, known.confirmed, known.confirmed_on) != (cofunding, amount, on):
        raise OutOfTurn(
            f"Ce cofinancement est déjà suivi, avec {euros(known.confirmed)} confirmés : modifiez-le depuis la liste."
        )
    return known


@transaction.atomic
def revise(
    contribution: Contribution, *, amount: Decimal, on: date, by: Membership, now: datetime | None = None
) -> Contribution:
    """Change what a funder confirms, never below what it has already paid."""
    now = now or timezone.now()
    ensure(may_keep_money(by, contribution.project))
    locked_award(contribution.project)
    ensure_past(on, now)
    revised = Contribution.objects.with_received().get(pk=contribution.pk)
    if amount < revised.received:
        raise Refused(
            f"{euros(revised.received)} sont déjà reçus de ce financeur : le montant confirmé ne peut pas être "
            "inférieur."
        )
    revised.confirmed, revised.confirmed_on = amount, on
    revised.save(update_fields=["confirmed", "confirmed_on"])
    write_down("grants.revise", revised, f"Cofinancement {of_the(revised.funder)} modifié : {euros(amount)}", by, now)
    return revised


def ensure_past(on: date, now: datetime) -> None:
    if on > timezone.localdate(now):
        raise Refused("Cette date est à venir.", at="on")


def write_down(deed: str, contribution: Contribution, summary: str, by: Membership, now: datetime) -> None:
    data = {"contribution": contribution.pk, "amount": contribution.confirmed, "on": contribution.confirmed_on}
    journal.record(deed, contribution.project, by=by, summary=summary, data=data, now=now)


def ensure_confirmed(contribution: Contribution, amount: Decimal) -> None:
    expected = contribution.confirmed - LedgerEntry.objects.live().filter(contribution=contribution).total()
    if amount > expected:
        raise Refused(
            f"{contribution.funder} a confirmé {euros(contribution.confirmed)}, dont {euros(expected)} restent à "
            "recevoir. S'il verse davantage, confirmez d'abord le nouveau montant."
        )


@transaction.atomic
def receive(
    contribution: Contribution,
    *,
    amount: Decimal,
    on: date,
    upload: Any = None,
    key: UUID | None = None,
    by: Membership,
    now: datetime | None = None,
) -> LedgerEntry:
    """Write what a funder paid, within what it confirmed; the same `key` again gives the row that exists."""
    now = now or timezone.now()
    project = contribution.project
    ensure(may_keep_money(by, project))
    award = locked_award(project)
    if existing := bookkeeping.already(project, key):
        return existing
    bookkeeping.ensure_day(award, on, now)
    contribution.refresh_from_db()
    ensure_confirmed(contribution, amount)
    return bookkeeping.append(
        project,
        "grants.receive",
        f"Cofinancement reçu {of_the(contribution.funder)} : {euros(amount)}",
        nature=Nature.COFUNDING,
        account=Account.COFUNDING,
        amount=amount,
        on=on,
        label=f"Cofinancement – {contribution.purpose or contribution.funder}",
        counterpart=contribution.funder,
        contribution=contribution,
        upload=upload,
        key=key,
        by=by,
        now=now,
    )
