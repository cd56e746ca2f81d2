"""How the money of projects stands, and what is wrong: for the pages of a project and of the network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum
from django.urls import reverse

from core.watch import Alert
from core.wording import counted, day, euros, of_the, the
from grants.accounting import Holdings, holdings
from grants.enums import GRANT_ACCOUNTS, Account, AgreementState, StatementState
from grants.models import Agreement, Instalment, Recovery, Submission
from meetings.models.complement import ComplementLine, ComplementUse
from regions.models import RegionalProject

NOTHING = Decimal("0.00")
# An agreement with the Aract is missed this long after the award, and pressing after the double.
AGREEMENT_EXPECTED = timedelta(days=60)
# The papers of an older project, taken up as an archive, are elsewhere.
AGREEMENT_FORGIVEN = timedelta(days=730)
STATEMENT_SOON = timedelta(days=60)
REPAYMENT_EXPECTED = timedelta(days=60)


@dataclass
class Money:
    """The money of a project, in euros. `agreed` counts agreements, purchases and small aids; `justified`, purchases
    and what accepted statements show.
    """

    granted: Decimal
    agreed: Decimal
    paid: Decimal
    justified: Decimal
    repaid: Decimal
    cofunding_received: Decimal
    complement_decided: Decimal
    accounts: dict[Account, Holdings]
    agreements: list[Agreement] = field(default_factory=list)
    unpaid: list[Instalment] = field(default_factory=list)

    @property
    def next_due(self) -> Instalment | None:
        """The unpaid instalment that comes, or came, first."""
        return self.unpaid[0] if self.unpaid else None

    @property
    def left(self) -> Decimal:
        """Of the grant, what is neither agreed nor spent."""
        return self.granted + self.repaid - self.agreed

    @property
    def to_pay(self) -> Decimal:
        return self.agreed - self.paid


def facts(projects: Iterable[RegionalProject], today: date) -> dict[int, Money]:  # noqa: ARG001 - one signature for all rooms
    """The money of each awarded project by its key, in as many queries for one as for fifty."""
    awarded = [project for project in projects if getattr(project, "award", None) is not None]
    accounts = holdings(awarded)
    decided = decided_uses([project.pk for project in awarded])
    found = {}
    for project in awarded:
        grant = [accounts[project.pk][account] for account in GRANT_ACCOUNTS]
        found[project.pk] = Money(
            granted=project.award.amount,
            agreed=sum((one.committed for one in grant), NOTHING),
            paid=sum((one.paid for one in grant), NOTHING),
            justified=sum((one.bought for one in grant), NOTHING),
            repaid=sum((one.repaid for one in grant), NOTHING),
            cofunding_received=accounts[project.pk][Account.COFUNDING].received,
            complement_decided=decided.get(project.pk, NOTHING),
            accounts=accounts[project.pk],
        )
    for agreement in agreements_of(found):
        one = found[agreement.project_id]
        one.agreements.append(agreement)
        one.justified += getattr(agreement, "accepted", None) or NOTHING
    for instalment in unpaid_of(found):
        found[instalment.agreement.project_id].unpaid.append(instalment)
    return found


def decided_uses(keys: Iterable[int]) -> dict[int, Decimal]:
    """How much of each complement has a use decided by the steering committee, in its version in force (R21)."""
    last = ComplementUse.objects.filter(project=OuterRef("use__project")).order_by("-version").values("pk")[:1]
    lines = ComplementLine.objects.filter(use__project__in=list(keys), use=Subquery(last))
    return dict(lines.order_by().values_list("use__project").annotate(total=Sum("amount")))


def agreements_of(keys: Iterable[int]) -> Iterable[Agreement]:
    """Agreements with their statement, and `accepted`: what the accepted one justifies."""
    accepted = Submission.objects.filter(statement__agreement=OuterRef("pk"), outcome=StatementState.ACCEPTED)
    return (
        Agreement.objects.filter(project__in=list(keys))
        .select_related("beneficiary__organisation", "statement", "project")
        .with_paid()
        .annotate(accepted=Subquery(accepted.values("used")[:1]))
        .order_by("pk")
    )


def unpaid_of(keys: Iterable[int]) -> Iterable[Instalment]:
    """What signed agreements still owe, soonest first."""
    return (
        Instalment.objects.unpaid()
        .filter(agreement__project__in=list(keys), agreement__state=AgreementState.SIGNED)
        .select_related("agreement__beneficiary")
        .order_by("due_on", "pk")
    )


def alerts(
    projects: Iterable[RegionalProject], today: date, known: Mapping[int, Money] | None = None
) -> dict[int, list[Alert]]:
    """What is wrong with the money of each project, by its key; one query when the facts are `known`."""
    awarded = [project for project in projects if getattr(project, "award", None) is not None]
    money = facts(awarded, today) if known is None else known
    found: dict[int, list[Alert]] = {}
    for project in awarded:
        key, one = project.pk, money[project.pk]
        alerts = found[key] = []
        if not any(row.with_aract and row.state != AgreementState.DRAFT for row in one.agreements):
            alerts += missing_agreement(project, today)
        alerts += undecided_complement(key, one.accounts[Account.COMPLEMENT].committed, one.complement_decided)
        late = [row for row in one.unpaid if row.due_on < today]
        if late:
            alerts.append(late_instalments(key, late))
        for agreement in one.agreements:
            alerts += statement_alerts(agreement, today)
    for recovery in unpaid_recoveries(found):
        found[recovery.agreement.project_id] += recovery_alerts(recovery, today)
    return found


def missing_agreement(project: RegionalProject, today: date) -> Iterable[Alert]:
    waited = today - project.award.awarded_on
    if AGREEMENT_EXPECTED <= waited < AGREEMENT_FORGIVEN:
        yield Alert(
            f"Aucune convention n'est signée avec {the(project.aract)} depuis l'attribution du "
            f"{day(project.award.awarded_on)} : la part fixe ne peut pas être versée.",
            reverse("grants:agreements", args=[project.pk]),
            serious=waited >= 2 * AGREEMENT_EXPECTED,
        )


def undecided_complement(key: int, committed: Decimal, decided: Decimal) -> Iterable[Alert]:
    """The steering committee defines the use of the complement (R21): what is committed waits for its word."""
    if committed > decided:
        yield Alert(
            f"{euros(committed)} de la part complémentaire sont engagés. "
            f"Le comité de pilotage n'a décidé l'usage que de {euros(decided)}.",
            reverse("grants:ledger", args=[key]) + "?compte=complement",
        )


def late_instalments(key: int, rows: list[Instalment]) -> Alert:
    total = sum((row.amount for row in rows), NOTHING)
    return Alert(
        f"{counted(len(rows), 'échéance')} en retard depuis le {day(rows[0].due_on)} : {euros(total)} à verser.",
        reverse("grants:agreement", args=[key, rows[0].agreement_id]),
        serious=True,
    )


def owes_statement(agreement: Agreement) -> bool:
    """Money was paid under it and no statement was handed in, or the one that was came back."""
    statement = getattr(agreement, "statement", None)
    return agreement.state != AgreementState.DRAFT and agreement.paid > 0 and (statement is None or statement.open)


def statement_alerts(agreement: Agreement, today: date) -> Iterable[Alert]:
    due_on = agreement.statement_due_on
    if not owes_statement(agreement) or due_on - today > STATEMENT_SOON:
        return
    url = reverse("grants:statement", args=[agreement.project_id, agreement.pk])
    if due_on < today:
        yield Alert(
            f"Le compte rendu financier {of_the(agreement.beneficiary)} était attendu le {day(due_on)}.",
            url,
            serious=True,
        )
    else:
        yield Alert(f"Le compte rendu financier {of_the(agreement.beneficiary)} est attendu le {day(due_on)}.", url)


def unpaid_recoveries(keys: Iterable[int]) -> Iterable[Recovery]:
    rows = Recovery.objects.standing().filter(agreement__project__in=list(keys)).with_repaid()
    return [one for one in rows.select_related("agreement__beneficiary", "act") if one.outstanding > 0]


def recovery_alerts(recovery: Recovery, today: date) -> Iterable[Alert]:
    agreement = recovery.agreement
    if today - recovery.decided_on >= REPAYMENT_EXPECTED:
        yield Alert(
            f"{agreement.beneficiary} n'a pas reversé {euros(recovery.outstanding)}, demandés le "
            f"{day(recovery.decided_on)} ({recovery.number}).",
            reverse("grants:agreement", args=[agreement.project_id, agreement.pk]),
        )
