"""What an account of a project received, committed, paid: figures read off agreements and ledger, never stored."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from grants.enums import Account, AgreementState, EntryDirection, Nature
from grants.models import Agreement, Beneficiary, LedgerEntry
from regions.models import Award, RegionalProject

NOTHING = Decimal("0.00")


@dataclass
class Holdings:
    """One account, in euros; `granted` is None for co-funding, which no decision grants."""

    account: Account
    granted: Decimal | None = None
    received: Decimal = NOTHING
    agreed: Decimal = NOTHING
    paid: Decimal = NOTHING
    bought: Decimal = NOTHING
    given_freely: Decimal = NOTHING
    repaid: Decimal = NOTHING

    @property
    def balance(self) -> Decimal:
        """What the ledger says is in hand: received and repaid, less paid."""
        return self.received + self.repaid - self.paid

    @property
    def committed(self) -> Decimal:
        """Agreements (ended ones for what they paid), purchases and small aids."""
        return self.agreed + self.bought + self.given_freely

    @property
    def left(self) -> Decimal:
        """What may still be committed: of the award, or, for co-funding, of what came in."""
        limit = self.received if self.granted is None else self.granted
        return limit + self.repaid - self.committed


def granted_to(award: Award, account: Account) -> Decimal | None:
    return {Account.FIXED: award.fixed, Account.COMPLEMENT: award.complement}.get(account)


def holdings(projects: list[RegionalProject]) -> dict[int, dict[Account, Holdings]]:
    """The accounts of each project, in two queries however many they are; projects come with their award."""
    found: dict[int, dict[Account, Holdings]] = {
        project.pk: {account: Holdings(account, granted_to(project.award, account)) for account in Account}
        for project in projects
    }
    rows = (
        LedgerEntry.objects.live()
        .filter(project__in=found)
        .order_by()
        .values_list("project", "account", "nature")
        .annotate(total=Sum("amount"))
    )
    for key, account, nature, total in rows:
        book(found[key][Account(account)], Nature(nature), total)
    agreements = Agreement.objects.binding().filter(project__in=found).order_by().with_paid()
    for agreement in agreements:
        one = found[agreement.project_id][Account(agreement.account)]
        one.agreed += agreement.paid if agreement.state == AgreementState.ENDED else agreement.amount
    return found


def book(one: Holdings, nature: Nature, total: Decimal) -> None:
    match nature:
        case Nature.GRANT | Nature.COFUNDING:
            one.received += total
        case Nature.REPAYMENT:
            one.repaid += total
        case Nature.PURCHASE:
            one.bought += total
            one.paid += total
        case Nature.AID:
            one.given_freely += total
            one.paid += total
        case Nature.INSTALMENT:
            one.paid += total


def holdings_of(project: RegionalProject) -> dict[Account, Holdings]:
    return holdings([project])[project.pk]


def given_in_year(beneficiary: Beneficiary, year: int) -> Decimal:
    """All that the ARS gave to a body in a calendar year, whatever the project: what the thresholds weigh."""
    days = (date(year, 1, 1), date(year, 12, 31))
    return LedgerEntry.objects.live().given().filter(beneficiary=beneficiary, on__range=days).total()


def balance(project: RegionalProject, account: Account) -> Decimal:
    """The sum of every row of an account, reversals included."""
    totals: dict[str, Decimal] = dict(
        LedgerEntry.objects.filter(project=project, account=account)
        .order_by()
        .values_list("direction")
        .annotate(total=Sum("amount"))
    )
    return totals.get(EntryDirection.IN, NOTHING) - totals.get(EntryDirection.OUT, NOTHING)
