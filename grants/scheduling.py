"""Cutting an agreement's amount into instalments that add up to it, to the cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, euros
from grants.enums import AgreementState
from grants.guards import reread
from grants.models import Agreement, Instalment
from grants.permissions import may_keep_money
from records import journal
from regions.awarding import locked_award

CENT = Decimal("0.01")
MOST = 8


@dataclass(frozen=True)
class Planned:
    """An instalment as it is typed."""

    label: str
    due_on: date
    amount: Decimal


@dataclass(frozen=True)
class InstalmentStep:
    """One instalment of a pattern: its share of the amount, and after which part of the agreement, both in %."""

    label: str
    share: int
    after: int


@dataclass(frozen=True)
class Pattern:
    """A usual way of paying."""

    label: str
    steps: tuple[InstalmentStep, ...]


PATTERNS = {
    "once": Pattern("En une fois, à la signature", (InstalmentStep("Versement unique", 100, 0),)),
    "twice": Pattern(
        "En deux fois : 60 % à la signature, 40 % à mi-parcours",
        (InstalmentStep("Avance à la signature", 60, 0), InstalmentStep("Second versement à mi-parcours", 40, 50)),
    ),
    "thrice": Pattern(
        "En trois fois : 50 % à la signature, 30 % à mi-parcours, 20 % à la fin",
        (
            InstalmentStep("Avance à la signature", 50, 0),
            InstalmentStep("Versement à mi-parcours", 30, 50),
            InstalmentStep("Solde à la fin", 20, 100),
        ),
    ),
}


def split(amount: Decimal, shares: Sequence[int]) -> list[Decimal]:
    """Parts proportional to the shares; what rounding leaves goes to the last, so that the sum is exact."""
    total = sum(shares)
    parts = [(amount * share / total).quantize(CENT, ROUND_DOWN) for share in shares[:-1]]
    return [*parts, amount - sum(parts, Decimal(0))]


def usual(amount: Decimal, pattern: str, starts_on: date, ends_on: date) -> list[Planned]:
    """The instalments of a pattern, spread from the first day to the last."""
    steps = PATTERNS[pattern].steps
    amounts = split(amount, [step.share for step in steps])
    return [
        Planned(step.label, starts_on + (ends_on - starts_on) * step.after / 100, part)
        for step, part in zip(steps, amounts, strict=True)
        if part > 0
    ]


def lay_out(agreement: Agreement, lines: Sequence[Planned]) -> None:
    """Replace a draft's instalments, within the deed that asked."""
    if not lines:
        raise Refused("Une convention prévoit au moins une échéance.")
    if len(lines) > MOST:
        raise Refused(f"L'échéancier compte {MOST} échéances au plus.")
    total = sum((line.amount for line in lines), Decimal(0))
    if total != agreement.amount:
        raise Refused(
            f"Les échéances font {euros(total)} et la convention {euros(agreement.amount)} : "
            f"il y a {euros(abs(agreement.amount - total))} "
            f"{'à ajouter' if total < agreement.amount else 'en trop'}."
        )
    agreement.instalments.all().delete()
    Instalment.objects.bulk_create(
        Instalment(agreement=agreement, position=rank, label=line.label, due_on=line.due_on, amount=line.amount)
        for rank, line in enumerate(sorted(lines, key=lambda line: line.due_on), start=1)
    )


@transaction.atomic
def plan(agreement: Agreement, lines: Sequence[Planned], *, by: Membership, now: datetime | None = None) -> None:
    """Write a draft's schedule; once signed, only an amendment changes it."""
    now = now or timezone.now()
    ensure(may_keep_money(by, agreement.project))
    locked_award(agreement.project)
    reread(agreement, "state", "amount")
    if agreement.state != AgreementState.DRAFT:
        raise OutOfTurn("La convention est signée : un avenant en change l'échéancier.")
    lay_out(agreement, lines)
    journal.record(
        "grants.plan",
        agreement.project,
        by=by,
        summary=f"Échéancier de la {str(agreement).lower()} : {counted(len(lines), 'échéance')}",
        data={"agreement": agreement.pk, "amounts": [line.amount for line in lines]},
        now=now,
    )
