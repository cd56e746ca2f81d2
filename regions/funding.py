"""What a project costs and who pays: fixed share, complement asked, co-funding (R19–R23)."""

from dataclasses import dataclass
from decimal import Decimal

from core.states import move
from core.verdicts import Refused
from core.wording import euros
from regions.enums import FundingState
from regions.models import CoFunding, RegionalProject

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Budget:
    """The project's resources in euros; `total` is their exact sum."""

    fixed: Decimal
    complement: Decimal
    asked: Decimal
    granted: Decimal

    @property
    def call_share(self) -> Decimal:
        """What the national call would pay."""
        return self.fixed + self.complement

    @property
    def cofunded(self) -> Decimal:
        return self.asked + self.granted

    @property
    def total(self) -> Decimal:
        return self.call_share + self.cofunded


def budget(project: RegionalProject, cofundings: list[CoFunding]) -> Budget:
    def add_up(state: FundingState) -> Decimal:
        return sum((line.amount for line in cofundings if line.state == state), NOTHING)

    return Budget(
        fixed=project.call.rule.fixed,
        complement=project.requested_complement or NOTHING,
        asked=add_up(FundingState.ASKED),
        granted=add_up(FundingState.GRANTED),
    )


def ask_complement(project: RegionalProject, *, amount: Decimal | None, reason: str) -> None:
    """Ask for money beyond the fixed share; 0 says that none is wanted, None that it is not decided yet."""
    rule = project.call.rule
    room = rule.envelope - rule.fixed
    if amount is not None and amount > room:
        raise Refused(
            f"La part complémentaire ne peut pas dépasser {euros(room)} : c'est l'enveloppe nationale de l'appel, "
            "une fois déduite la part fixe de votre région."
        )
    project.requested_complement, project.complement_reason = amount, reason
    project.save(update_fields=["requested_complement", "complement_reason"])


def add_cofunding(
    project: RegionalProject, *, funder: str, purpose: str, amount: Decimal, state: FundingState
) -> CoFunding:
    line = CoFunding(project=project)
    return change_cofunding(line, funder=funder, purpose=purpose, amount=amount, state=state)


def change_cofunding(
    cofunding: CoFunding, *, funder: str, purpose: str, amount: Decimal, state: FundingState
) -> CoFunding:
    move(cofunding, state)
    cofunding.funder, cofunding.purpose, cofunding.amount = funder, purpose, amount
    cofunding.save()
    return cofunding
