"""Writing the ledger: what is received, bought or given outside agreements, and undoing a mistake."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import day, euros
from grants.accounting import balance, given_in_year, holdings_of
from grants.enums import DIRECTIONS, Account, Direction, Nature
from grants.models import Beneficiary, LedgerEntry
from grants.permissions import may_keep_money
from grants.thresholds import AGREEMENT_THRESHOLD
from records import journal
from records.documents import store_upload
from regions.awarding import locked_award
from regions.models import Award, RegionalProject

WRITTEN_BY_HAND = (Nature.GRANT, Nature.PURCHASE, Nature.AID)


def append(
    project: RegionalProject, *, nature: Nature, upload: Any = None, by: Membership, **values: Any
) -> LedgerEntry:
    """Add one row, within the deed that decided it; `upload` is the piece that proves it."""
    if upload is not None:
        values["piece"] = store_upload(upload, by=by)
    direction = values.pop("direction", None) or DIRECTIONS[nature]
    return LedgerEntry.objects.create(project=project, nature=nature, direction=direction, recorded_by=by, **values)


def already(project: RegionalProject, key: UUID | None) -> LedgerEntry | None:
    """The row that the same form has written, when it is sent again (case 17)."""
    return LedgerEntry.objects.filter(project=project, key=key).first() if key else None


def ensure_day(award: Award, on: date, now: datetime) -> None:
    """Money moves after the award and not in the future."""
    if on < award.awarded_on:
        raise Refused(f"Cette date précède l'attribution de la subvention, le {day(award.awarded_on)}.")
    if on > timezone.localdate(now):
        raise Refused("Cette date est à venir : inscrivez un mouvement quand il a eu lieu.")


@transaction.atomic
def record(
    project: RegionalProject,
    *,
    nature: Nature,
    account: Account,
    amount: Decimal,
    on: date,
    label: str,
    counterpart: str = "",
    beneficiary: Beneficiary | None = None,
    upload: Any = None,
    key: UUID | None = None,
    by: Membership,
    now: datetime | None = None,
) -> LedgerEntry:
    """Write credits received, a purchase, or a small aid; the same `key` again gives the row that exists."""
    now = now or timezone.now()
    ensure(may_keep_money(by, project))
    award = locked_award(project)
    existing = already(project, key)
    if existing is not None:
        return existing
    ensure_day(award, on, now)
    if nature not in WRITTEN_BY_HAND:
        raise Refused("Ce mouvement s'inscrit depuis sa convention, son cofinancement ou son reversement.")
    if nature == Nature.GRANT:
        ensure_granted(project, account, amount)
    else:
        ensure_room(project, account, amount)
    if nature == Nature.AID:
        beneficiary = locked_beneficiary(beneficiary, project)
        ensure_below_threshold(beneficiary, amount, on)
        counterpart = beneficiary.name
    values = {"account": account, "amount": amount, "on": on, "label": label, "counterpart": counterpart}
    if key:
        values["key"] = key
    entry = append(
        project,
        nature=nature,
        beneficiary=beneficiary if nature == Nature.AID else None,
        upload=upload,
        by=by,
        recorded_at=now,
        **values,
    )
    journal.record(
        "grants.record",
        project,
        by=by,
        summary=f"{nature.label.capitalize()} : {euros(amount)}, {account.label} ({label})",
        data={"entry": entry.pk, "nature": nature, "account": account, "amount": amount, "on": on},
        now=now,
    )
    return entry


def locked_beneficiary(beneficiary: Beneficiary | None, project: RegionalProject) -> Beneficiary:
    """The beneficiary's row, locked: what it receives in a year is added up across the ARS's projects."""
    rows = Beneficiary.objects.select_for_update().filter(ars=project.ars_id)
    found = rows.filter(pk=beneficiary.pk).first() if beneficiary else None
    if found is None:
        raise Refused("Une aide désigne un bénéficiaire de cette ARS.")
    return found


def ensure_below_threshold(beneficiary: Beneficiary, amount: Decimal, on: date) -> None:
    """Beyond 23 000 € in a year, an aid supposes an agreement (L6–L7)."""
    total = given_in_year(beneficiary, on.year) + amount
    if total > AGREEMENT_THRESHOLD:
        raise Refused(
            f"{beneficiary} recevrait {euros(total)} en {on.year} : au-delà de {euros(AGREEMENT_THRESHOLD)} par an, "
            "une aide suppose une convention (loi n° 2000-321, article 10 ; code de la santé publique, article "
            "R. 1435-30). Préparez une convention, puis versez-en les échéances."
        )


def ensure_granted(project: RegionalProject, account: Account, amount: Decimal) -> None:
    """No more credits come in than the decision granted."""
    one = holdings_of(project)[account]
    if one.granted is None:
        raise Refused("Un cofinancement s'encaisse depuis la page des cofinancements.")
    if one.received + amount > one.granted:
        raise Refused(
            f"La décision accorde {euros(one.granted)} de {account.label}, dont {euros(one.received)} déjà reçus : "
            f"il reste {euros(one.granted - one.received)} à recevoir."
        )


def ensure_room(project: RegionalProject, account: Account, amount: Decimal) -> None:
    """What is spent without an agreement fits what is left; the fixed share is the Aract's (R19)."""
    if account == Account.FIXED:
        raise Refused("La part fixe finance les interventions de l'Aract : elle se verse par sa convention.")
    left = holdings_of(project)[account].left
    if amount > left:
        raise Refused(f"Il ne reste que {euros(max(left, Decimal(0)))} à engager sur ce compte ({account.label}).")


@transaction.atomic
def reverse(entry: LedgerEntry, *, reason: str, by: Membership, now: datetime | None = None) -> LedgerEntry:
    """Undo a row by its opposite, which names it and says why; asked again, give the reversal that exists."""
    now = now or timezone.now()
    project = entry.project
    ensure(may_keep_money(by, project))
    locked_award(project)
    existing = LedgerEntry.objects.filter(reverses=entry).first()
    if existing is not None:
        return existing
    if entry.reverses_id is not None:
        raise OutOfTurn("Une contre-passation ne se contre-passe pas : inscrivez à nouveau le mouvement.")
    account = Account(entry.account)
    if account == Account.COFUNDING and entry.direction == Direction.IN and balance(project, account) < entry.amount:
        raise Refused("Ce cofinancement est déjà dépensé : contre-passez d'abord ce qu'il a payé.")
    if entry.nature == Nature.REPAYMENT and holdings_of(project)[account].left < entry.amount:
        raise Refused("Ce reversement est déjà promis ou dépensé de nouveau : défaites d'abord ce qu'il finance.")
    ensure_not_asked_back(entry)
    made = append(
        project,
        nature=Nature.REVERSAL,
        direction=Direction.OUT if entry.direction == Direction.IN else Direction.IN,
        account=account,
        amount=entry.amount,
        on=timezone.localdate(now),
        label=reason[:300],
        counterpart=entry.counterpart,
        beneficiary=entry.beneficiary,
        reverses=entry,
        by=by,
        recorded_at=now,
    )
    journal.record(
        "grants.reverse",
        project,
        by=by,
        summary=f"Écriture n° {entry.pk} contre-passée ({euros(entry.amount)}) : {reason}",
        data={"entry": made.pk, "reverses": entry.pk, "amount": entry.amount},
        now=now,
    )
    return made


def ensure_not_asked_back(entry: LedgerEntry) -> None:
    """A beneficiary never owes more than it was paid: what a decision asks back stays paid."""
    if entry.instalment is None:
        return
    agreement = entry.instalment.agreement
    paid = LedgerEntry.objects.live().filter(instalment__agreement=agreement).total()
    asked = agreement.recoveries.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if paid - entry.amount < asked:
        raise Refused(
            f"{euros(asked)} sont réclamés au bénéficiaire par décision de reversement : ce versement, sur lequel elle "
            "porte, ne se contre-passe plus."
        )
