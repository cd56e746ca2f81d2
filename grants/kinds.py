"""Which agreement is due to whom, and what goes with it: the rule, stated once (L6–L7, L9)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from core.wording import euros
from directory.enums import LegalStatus
from grants.enums import AgreementState
from grants.models import Agreement, Instalment, LedgerEntry
from grants.thresholds import ACCOUNTS_THRESHOLD, AGREEMENT_THRESHOLD

CONTRACT = (
    "Le bénéficiaire reçoit {most}, plus de {threshold}. Le fonds d'intervention régional suppose alors un contrat "
    "(code de la santé publique, article R. 1435-30)."
)
CONVENTION = "Le bénéficiaire est privé : la loi n° 2000-321, article 10, exige aussi une convention."
REPUBLICAN = (
    "Une association ou une fondation souscrit le contrat d'engagement républicain (loi n° 2000-321, article 10-1 ; "
    "décret n° 2021-1947)."
)
DATA = "L'ARS publie les données essentielles de la convention (décret n° 2017-779)."
ACCOUNTS = "Le bénéficiaire dépose et publie ses comptes (décret n° 2001-495, article 2)."


@dataclass(frozen=True)
class Duty:
    """What the law asks of an agreement, from the most that its beneficiary receives in one year.

    All this money comes from the regional intervention fund (FIR): above the threshold its agreement is a contract,
    whatever the status of the beneficiary (CSP R. 1435-30); a private one also comes under loi n° 2000-321, article 10.
    """

    year: int
    amount: Decimal
    private: bool
    republican: bool

    @property
    def compulsory(self) -> bool:
        return self.amount > AGREEMENT_THRESHOLD

    @property
    def publishes_data(self) -> bool:
        return self.private and self.compulsory

    @property
    def files_accounts(self) -> bool:
        return self.private and self.amount > ACCOUNTS_THRESHOLD

    @property
    def name(self) -> str:
        if not self.compulsory:
            return "Convention facultative"
        return "Convention obligatoire (fonds d'intervention régional, FIR)"

    @property
    def reasons(self) -> list[str]:
        """Why, each in one sentence with its article."""
        most, threshold = f"{euros(self.amount)} au plus en {self.year}", euros(AGREEMENT_THRESHOLD)
        optional = f"Le bénéficiaire reçoit {most} : la loi n'exige de convention qu'au-delà de {threshold} par an."
        found = {
            optional: not self.compulsory,
            CONTRACT.format(most=most, threshold=threshold): self.compulsory,
            CONVENTION: self.private and self.compulsory,
            REPUBLICAN: self.republican,
            DATA: self.publishes_data,
            ACCOUNTS: self.files_accounts,
        }
        return [sentence for sentence, holds in found.items() if holds]


def duty_of(agreement: Agreement, today: date) -> Duty:
    person = agreement.beneficiary.legal_person(agreement.beneficiary_signed_on or today)
    year, amount = max(by_year(agreement).items(), key=lambda found: (found[1], -found[0]))
    status = LegalStatus(agreement.beneficiary.status)
    return Duty(year, amount, not person.public, status == LegalStatus.NON_PROFIT and not person.public)


def by_year(agreement: Agreement) -> dict[int, Decimal]:
    """What its beneficiary receives from the ARS, year by year: paid by the ledger, or planned and not paid yet."""
    beneficiary = agreement.beneficiary
    found = defaultdict(Decimal, {agreement.starts_on.year: Decimal(0)})
    paid = LedgerEntry.objects.live().given().filter(beneficiary=beneficiary).values_list("on", "amount")
    others = Q(agreement__beneficiary=beneficiary, agreement__state=AgreementState.SIGNED)
    planned = Instalment.objects.unpaid().filter(others | Q(agreement=agreement, agreement__state=AgreementState.DRAFT))
    for on, amount in [*paid, *planned.values_list("due_on", "amount")]:
        found[on.year] += amount
    return found
