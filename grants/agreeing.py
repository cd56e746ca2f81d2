"""Agreements: prepared, signed by both parties, amended, ended (L6–L7)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.states import move
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, day, euros, the
from grants.accounting import holdings_of
from grants.enums import Account, AgreementState
from grants.guards import reread
from grants.models import Agreement, Amendment, Beneficiary, Instalment
from grants.permissions import may_bind_money, may_keep_money
from grants.scheduling import lay_out, usual
from grants.telling import tell_agreed
from records import journal, numbering
from records.documents import store_upload
from records.models import JournalEntry
from records.removing import comes_back, remove
from regions.awarding import locked_award
from regions.models import RegionalProject


@dataclass(frozen=True)
class Terms:
    """What an agreement says, as typed."""

    beneficiary: Beneficiary
    account: Account
    purpose: str
    amount: Decimal
    terms: str
    conditions: str
    evaluation: str
    starts_on: date
    ends_on: date


def locked_agreement(agreement: Agreement, *states: AgreementState) -> Agreement:
    """The agreement as it is now, the project's money locked; `OutOfTurn` in another state."""
    locked_award(agreement.project)
    reread(agreement)
    if agreement.state not in states:
        raise OutOfTurn(f"La convention est {agreement.get_state_display()} : ce n'est plus possible.")
    return agreement


def ensure_sound(project: RegionalProject, terms: Terms) -> None:
    """The fixed share is for the Aract alone (R19), and no more is promised than what is left."""
    if terms.beneficiary.ars_id != project.ars_id:
        raise Refused("Ce bénéficiaire n'est pas celui de votre ARS.", at="beneficiary")
    if terms.account == Account.FIXED and terms.beneficiary.organisation_id != project.aract_id:
        raise Refused(
            "La part fixe finance les interventions de l'Aract : elle ne se verse à personne d'autre.", at="account"
        )
    if terms.ends_on < terms.starts_on:
        raise Refused("La convention prend fin avant de prendre effet.", at="ends_on")
    ensure_left(project, terms.account, terms.amount)


def ensure_left(project: RegionalProject, account: Account, more: Decimal) -> None:
    left = holdings_of(project)[account].left
    if more > left:
        raise Refused(
            f"Il ne reste que {euros(max(left, Decimal(0)))} à engager sur la {account.label}, et il en faudrait "
            f"{euros(more)}.",
            at="amount",
        )


@transaction.atomic
def draft(
    project: RegionalProject, terms: Terms, *, pattern: str = "thrice", by: Membership, now: datetime | None = None
) -> Agreement:
    """Prepare an agreement, with the instalments of a usual pattern."""
    now = now or timezone.now()
    ensure(may_keep_money(by, project))
    locked_award(project)
    ensure_sound(project, terms)
    made = Agreement.objects.create(project=project, begun_at=now, **vars(terms))
    lay_out(made, usual(terms.amount, pattern, terms.starts_on, terms.ends_on))
    journal.record(
        "grants.draft",
        project,
        by=by,
        summary=f"Convention préparée avec {the(terms.beneficiary)} : {euros(terms.amount)}, {terms.account.label}",
        data={"agreement": made.pk, "amount": terms.amount, "account": terms.account},
        now=now,
    )
    return made


@transaction.atomic
def redraft(
    agreement: Agreement, terms: Terms, *, pattern: str = "", by: Membership, now: datetime | None = None
) -> Agreement:
    """Change what a draft says; without a pattern its instalments stay, and wait to add up to a new amount."""
    now = now or timezone.now()
    ensure(may_keep_money(by, agreement.project))
    changed = locked_agreement(agreement, AgreementState.DRAFT)
    ensure_sound(agreement.project, terms)
    for name, value in vars(terms).items():
        setattr(changed, name, value)
    changed.save()
    if pattern:
        lay_out(changed, usual(terms.amount, pattern, terms.starts_on, terms.ends_on))
    journal.record(
        "grants.redraft",
        agreement.project,
        by=by,
        summary=f"Convention en préparation avec {the(terms.beneficiary)} modifiée : {euros(terms.amount)}",
        data={"agreement": changed.pk, "amount": terms.amount, "account": terms.account},
        now=now,
    )
    return changed


@transaction.atomic
def drop(agreement: Agreement, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Give up a draft, which bound nobody."""
    ensure(may_keep_money(by, agreement.project))
    dropped = locked_agreement(agreement, AgreementState.DRAFT)
    project, amount = dropped.project, dropped.amount
    return remove(
        dropped,
        "grants.drop",
        by=by,
        summary=f"Projet de convention avec {the(dropped.beneficiary)} abandonné ({euros(amount)})",
        within={"project": project.pk, "agreement": dropped.pk, "amount": amount},
        now=now,
        about=project,
    )


@comes_back("grants.drop")
def drafted_again(agreement: Agreement, *, by: Membership) -> Iterator[str]:
    """What it promised may have been promised to others since."""
    project = agreement.project
    ensure(may_keep_money(by, project))
    locked_award(project)
    kept = {term.name: getattr(agreement, term.name) for term in fields(Terms)}
    ensure_sound(project, Terms(**{**kept, "account": Account(agreement.account)}))
    yield reverse("grants:agreement", args=[project.pk, agreement.pk])


def ensure_signed_by_now(now: datetime, **days: date) -> None:
    """`days` are the signatures, by name of field."""
    for name, on in days.items():
        if on > timezone.localdate(now):
            raise Refused(
                "Cette date de signature est à venir : enregistrez la convention une fois signée par les deux.", at=name
            )


def ensure_added_up(agreement: Agreement) -> None:
    if sum(agreement.instalments.values_list("amount", flat=True), Decimal(0)) != agreement.amount:
        raise Refused("L'échéancier ne correspond plus au montant de la convention : revoyez-le avant de signer.")


def next_number(now: datetime) -> str:
    year = now.astimezone(PARIS).year
    return f"ACIA-{year}-C-{numbering.next_number(f'agreement:{year}'):04d}"


@transaction.atomic
def sign(
    agreement: Agreement,
    *,
    ars_signed_on: date,
    beneficiary_signed_on: date,
    upload: Any,
    by: Membership,
    now: datetime | None = None,
) -> Agreement:
    """Keep the agreement that both parties signed, and number it; from then on its instalments may be paid.

    Safe to ask twice: a signed agreement is given back as it is.
    """
    now = now or timezone.now()
    project = agreement.project
    ensure(may_bind_money(by, project))
    locked_award(project)
    reread(agreement)
    if agreement.state == AgreementState.SIGNED:
        return agreement
    signed = locked_agreement(agreement, AgreementState.DRAFT)
    ensure_signed_by_now(now, ars_signed_on=ars_signed_on, beneficiary_signed_on=beneficiary_signed_on)
    ensure_left(project, Account(signed.account), signed.amount)
    ensure_added_up(signed)
    signed.number = next_number(now)
    signed.party = signed.beneficiary.legal_person(beneficiary_signed_on).name
    signed.signed_by, signed.ars_signed_on, signed.beneficiary_signed_on = by, ars_signed_on, beneficiary_signed_on
    signed.document = document = store_upload(upload, by=by)
    move(signed, AgreementState.SIGNED)
    signed.save()
    journal.record(
        "grants.sign",
        project,
        by=by,
        summary=f"Convention {signed.number} signée avec {the(signed.party)} : {euros(signed.amount)}",
        data={"agreement": signed.pk, "number": signed.number, "amount": signed.amount, "sha256": document.sha256},
        now=now,
    )
    tell_agreed(signed, document, now)
    return signed


@transaction.atomic
def amend(
    agreement: Agreement,
    *,
    reason: str,
    amount: Decimal,
    ends_on: date,
    due_on: date | None,
    ars_signed_on: date,
    beneficiary_signed_on: date,
    upload: Any,
    by: Membership,
    now: datetime | None = None,
) -> Amendment:
    """Change the amount or the end of a signed agreement, by an amendment that both signed.

    More money is one more instalment, due on `due_on`; less is taken off the last unpaid ones.
    """
    now = now or timezone.now()
    ensure(may_bind_money(by, agreement.project))
    amended = locked_agreement(agreement, AgreementState.SIGNED)
    ensure_signed_by_now(now, ars_signed_on=ars_signed_on, beneficiary_signed_on=beneficiary_signed_on)
    ensure_changed(amended, amount, ends_on)
    made = Amendment(agreement=amended, rank=amended.amendments.count() + 1, reason=reason, signed_by=by)
    made.former_amount, made.former_end = amended.amount, amended.ends_on
    made.amount, made.ends_on = amended.amount, amended.ends_on = amount, ends_on
    made.ars_signed_on, made.beneficiary_signed_on = ars_signed_on, beneficiary_signed_on
    change_instalments(made, due_on)
    made.document = store_upload(upload, by=by)
    made.save()
    amended.save(update_fields=["amount", "ends_on"])
    changed = {"former_amount": made.former_amount, "amount": amount, "ends_on": ends_on}
    journal.record(
        "grants.amend",
        amended.project,
        by=by,
        summary=f"Avenant n° {made.rank} à la convention {amended.number} : {euros(amount)}, jusqu'au {day(ends_on)}",
        data={"agreement": amended.pk, "rank": made.rank, **changed, "sha256": made.document.sha256},
        now=now,
    )
    return made


def ensure_changed(agreement: Agreement, amount: Decimal, ends_on: date) -> None:
    if (amount, ends_on) == (agreement.amount, agreement.ends_on):
        raise Refused("L'avenant ne change ni le montant ni la fin de la convention.")
    if ends_on < agreement.starts_on:
        raise Refused(
            f"La convention a pris effet le {day(agreement.starts_on)} : elle ne peut pas finir avant.", at="ends_on"
        )


def change_instalments(made: Amendment, due_on: date | None) -> None:
    change = made.amount - made.former_amount
    if change > 0:
        extend(made.agreement, change, due_on, made.rank)
    elif change < 0:
        shorten(made.agreement, -change)


def extend(agreement: Agreement, more: Decimal, due_on: date | None, rank: int) -> None:
    if due_on is None:
        raise Refused("Le montant augmente : dites quand le supplément sera versé.", at="due_on")
    ensure_left(agreement.project, Account(agreement.account), more)
    Instalment.objects.create(
        agreement=agreement,
        position=agreement.instalments.next_position(),
        label=f"Supplément de l'avenant n° {rank}",
        due_on=due_on,
        amount=more,
    )


def shorten(agreement: Agreement, less: Decimal) -> None:
    """Take off the last unpaid instalments; one that the ledger names, its payment reversed, stays for nothing."""
    unpaid = list(agreement.instalments.unpaid().order_by("-due_on", "-position"))
    if less > sum((row.amount for row in unpaid), Decimal(0)):
        raise Refused(
            "Le nouveau montant est inférieur à ce qui est déjà versé : décidez plutôt un reversement.", at="amount"
        )
    for row in unpaid:
        taken = min(less, row.amount)
        less -= taken
        if taken == row.amount and not row.entries.exists():
            row.delete()
        elif taken:
            row.amount -= taken
            row.save(update_fields=["amount"])


@transaction.atomic
def end(agreement: Agreement, *, on: date, reason: str, by: Membership, now: datetime | None = None) -> Agreement:
    """Close an agreement, fulfilled or broken off; what was not paid is free again. Safe to ask twice."""
    now = now or timezone.now()
    ensure(may_bind_money(by, agreement.project))
    locked_award(agreement.project)
    reread(agreement)
    if agreement.state == AgreementState.ENDED:
        return agreement
    ended = locked_agreement(agreement, AgreementState.SIGNED)
    if on < ended.starts_on:
        raise Refused(f"La convention a pris effet le {day(ended.starts_on)} : elle ne peut pas finir avant.", at="on")
    if on > timezone.localdate(now):
        raise Refused("Cette date est à venir.", at="on")
    move(ended, AgreementState.ENDED)
    ended.ended_on, ended.end_reason = on, reason
    ended.save(update_fields=["ended_on", "end_reason", "state"])
    journal.record(
        "grants.end",
        ended.project,
        by=by,
        summary=f"Convention {ended.number} terminée le {day(on)} : {reason}",
        data={"agreement": ended.pk, "on": on},
        now=now,
    )
    return ended
