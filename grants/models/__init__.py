from grants.models.agreement import Agreement, Amendment, Instalment
from grants.models.beneficiary import Beneficiary
from grants.models.contribution import Contribution
from grants.models.ledger import LedgerEntry
from grants.models.recovery import Hearing, Recovery
from grants.models.statement import Statement, StatementLine, Submission

__all__ = [
    "Agreement",
    "Amendment",
    "Beneficiary",
    "Contribution",
    "Hearing",
    "Instalment",
    "LedgerEntry",
    "Recovery",
    "Statement",
    "StatementLine",
    "Submission",
]
