"""Writing the ledger: what is received, bought or given outside agreements, and undoing a mistake."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import day, euros
from grants.accounting import balance, given_in_year, holdings_of
from grants.enums import DIRECTIONS, Account, EntryDirection, Nature
from grants.models import Beneficiary, LedgerEntry
from grants.permissions import may_keep_money
from grants.thresholds import AGREEMENT_THRESHOLD
from records import journal
from records.documents import store_upload
from regions.awarding import locked_award
from regions.models import Award, RegionalProject

WRITTEN_BY_HAND = (Nature.GRANT, Nature.PURCHASE, Nature.AID)


def append(
    project: RegionalProject,
    deed: str,
    summary: str,
    *,
    nature: Nature,
    upload: Any = None,
    key: UUID | None = None,
    by: Membership,
    now: datetime,
    **values: Any,
) -> LedgerEntry:
    """Add one row within the deed that decided it, and journal it; `upload` is the piece that proves it."""
    data = {name: getattr(value, "pk", value) for name, value in values.items() if name not in {"label", "counterpart"}}
    if upload is not None:
        values["piece"] = store_upload(upload, by=by)
    if key:
        values["key"] = key
    values = {"direction": DIRECTIONS.get(nature), "nature": nature, "recorded_by": by, "recorded_at": now, **values}
    entry = LedgerEntry.objects.create(project=project, **values)
    journal.record(deed, project, by=by, summary=summary, data={"entry": entry.pk, "nature": nature, **data}, now=now)
    return entry


def already(project: RegionalProject, key: UUID | None) -> LedgerEntry | None:
    """The row that the same form has written, when it is sent again (case 17)."""
    return LedgerEntry.objects.filter(project=project, key=key).first() if key else None


def ensure_day(award: Award, on: date, now: datetime) -> None:
    """Money moves after the award and not in the future."""
    if on < award.awarded_on:
        raise Refused(f"Cette date précède l'attribution de la subvention, le {day(award.awarded_on)}.", at="on")
    if on > timezone.localdate(now):
        raise Refused("Cette date est à venir : inscrivez un mouvement quand il a eu lieu.", at="on")


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
    if existing := already(project, key):
        return existing
    ensure_day(award, on, now)
    ensure_by_hand(project, nature, account, amount)
    helped = aided(beneficiary, project, amount, on) if nature == Nature.AID else None
    return append(
        project,
        "grants.record",
        f"{nature.label.capitalize()} : {euros(amount)}, {account.label} ({label})",
        nature=nature,
        account=account,
        amount=amount,
        on=on,
        label=label,
        counterpart=helped.name if helped else counterpart,
        beneficiary=helped,
        upload=upload,
        key=key,
        by=by,
        now=now,
    )


def ensure_by_hand(project: RegionalProject, nature: Nature, account: Account, amount: Decimal) -> None:
    if nature not in WRITTEN_BY_HAND:
        raise Refused("Ce mouvement s'inscrit depuis sa convention, son cofinancement ou son reversement.", at="nature")
    (ensure_granted if nature == Nature.GRANT else ensure_room)(project, account, amount)


def locked_beneficiary(beneficiary: Beneficiary | None, project: RegionalProject) -> Beneficiary:
    """The beneficiary's row, locked: what it receives in a year is added up across the ARS's projects."""
    rows = Beneficiary.objects.select_for_update().filter(ars=project.ars_id)
    found = rows.filter(pk=beneficiary.pk).first() if beneficiary else None
    if found is None:
        raise Refused("Une aide désigne un bénéficiaire de cette ARS.", at="beneficiary")
    return found


def aided(beneficiary: Beneficiary | None, project: RegionalProject, amount: Decimal, on: date) -> Beneficiary:
    """Who receives an aid, its row locked; beyond 23 000 € in a year, an aid supposes an agreement (L6–L7)."""
    helped = locked_beneficiary(beneficiary, project)
    total = given_in_year(helped, on.year) + amount
    if total > AGREEMENT_THRESHOLD:
        raise Refused(
            f"{helped} recevrait {euros(total)} en {on.year} : au-delà de {euros(AGREEMENT_THRESHOLD)} par an, "
            "une aide suppose une convention (loi n° 2000-321, article 10 ; code de la santé publique, article "
            "R. 1435-30). Préparez une convention, puis versez-en les échéances."
        )
    return helped


def ensure_granted(project: RegionalProject, account: Account, amount: Decimal) -> None:
    """No more credits come in than the decision granted."""
    one = holdings_of(project)[account]
    if one.granted is None:
        raise Refused("Un cofinancement s'encaisse depuis la page des cofinancements.", at="account")
    if one.received + amount > one.granted:
        raise Refused(
            f"La décision accorde {euros(one.granted)} de {account.label}, dont {euros(one.received)} déjà reçus : "
            f"il reste {euros(one.granted - one.received)} à recevoir."
        )


def ensure_room(project: RegionalProject, account: Account, amount: Decimal) -> None:
    """What is spent without an agreement fits what is left; the fixed share is the Aract's (R19)."""
    if account == Account.FIXED:
        raise Refused(
            "La part fixe finance les interventions de l'Aract : elle se verse par sa convention.", at="account"
        )
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
    ensure_reversible(entry)
    account = Account(entry.account)
    if (
        account == Account.COFUNDING
        and entry.direction == EntryDirection.IN
        and balance(project, account) < entry.amount
    ):
        raise Refused("Ce cofinancement est déjà dépensé : corrigez d'abord ce qu'il a payé.")
    if entry.nature == Nature.REPAYMENT and holdings_of(project)[account].left < entry.amount:
        raise Refused("Ce reversement est déjà promis ou dépensé de nouveau : défaites d'abord ce qu'il finance.")
    ensure_not_asked_back(entry)
    return append(
        project,
        "grants.reverse",
        f"Écriture n° {entry.pk} corrigée ({euros(entry.amount)}) : {reason}",
        nature=Nature.REVERSAL,
        direction=EntryDirection.OUT if entry.direction == EntryDirection.IN else EntryDirection.IN,
        account=account,
        amount=entry.amount,
        on=timezone.localdate(now),
        label=reason[:300],
        counterpart=entry.counterpart,
        beneficiary=entry.beneficiary,
        reverses=entry,
        by=by,
        now=now,
    )


def ensure_reversible(entry: LedgerEntry) -> None:
    if entry.reverses_id is not None:
        raise OutOfTurn("Une écriture de correction ne se corrige pas : inscrivez à nouveau le mouvement.")


def ensure_not_asked_back(entry: LedgerEntry) -> None:
    """A beneficiary never owes more than it was paid: what a decision asks back stays paid."""
    if entry.instalment is None:
        return
    agreement = entry.instalment.agreement
    paid = LedgerEntry.objects.live().filter(instalment__agreement=agreement).total()
    asked = agreement.recoveries.standing().total()
    if paid - entry.amount < asked:
        raise Refused(
            f"{euros(asked)} sont réclamés au bénéficiaire par décision de reversement : ce versement, sur lequel elle "
            "porte, ne se corrige plus."
        )
