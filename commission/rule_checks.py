"""What the call's frozen rule allows a retained fiche to get, and what a decision that departs from it owes (R19–R22).

The fixed share is the rule's, so nobody types it. The complement never exceeds what the region asks nor the cap; when
it is not what the rule gives, the annex of the letter prints why.
"""

from decimal import Decimal

from calls.models import AllocationRule
from core.verdicts import Refused
from core.wording import euros
from regions.models import RegionalProject


class BeyondTheRule(Refused):
    """The complement exceeds what may be granted, whatever the reason."""

    at = "complement"


class GapUnexplained(Refused):
    """The complement is not the rule's, and nothing says why."""

    at = "gap_reason"


def ensure_within_bounds(rule: AllocationRule, project: RegionalProject, complement: Decimal) -> None:
    """Refuse a complement above the request or the cap; without a figure in the fiche, the request is the rule's."""
    requested = project.requested_complement
    if requested is not None and complement > requested:
        raise BeyondTheRule(
            f"Cette part complémentaire ({euros(complement)}) dépasse celle que la région demande ({euros(requested)})."
        )
    if rule.cap is not None and complement > rule.cap:
        raise BeyondTheRule(
            f"Cette part complémentaire ({euros(complement)}) dépasse le plafond de l'appel ({euros(rule.cap)})."
        )


def gap_explained(complement: Decimal, by_rule: Decimal, reason: str) -> str:
    """The reason to keep beside the amounts: empty when the complement is the rule's."""
    if complement == by_rule:
        return ""
    if not reason.strip():
        raise GapUnexplained(
            f"La règle donne une part complémentaire de {euros(by_rule)}, vous proposez "
            f"{euros(complement)} : écrivez pourquoi. L'annexe de la lettre le dira."
        )
    return reason
