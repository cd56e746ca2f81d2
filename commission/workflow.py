"""The life of a decision: which deed leads from which state to which."""

from commission.enums import DecisionState as S
from commission.models import Decision
from core.verdicts import OutOfTurn

# deed: (states it may start from, state it leads to); a fiche without decision may only be proposed one.
TRANSITIONS: dict[str, tuple[frozenset[S], S]] = {
    "propose": (frozenset({S.PROPOSED, S.RETURNED, S.VALIDATED}), S.PROPOSED),
    "return": (frozenset({S.PROPOSED}), S.RETURNED),
    "validate": (frozenset({S.PROPOSED}), S.VALIDATED),
    "notify": (frozenset({S.VALIDATED}), S.NOTIFIED),
}


def ensure_turn(decision: Decision, deed: str) -> S:
    """The state that `deed` leads to; `OutOfTurn` when it cannot start from the present one."""
    sources, target = TRANSITIONS[deed]
    if decision.state not in sources:
        raise OutOfTurn(f"Cette action n'est plus possible : la décision est {decision.get_state_display()}.")
    return target


def ensure_seen(decision: Decision, revision: int) -> None:
    """Refuse to act on a proposal that changed since the person read it."""
    if decision.revision != revision:
        raise OutOfTurn(
            f"La proposition pour la région {decision.application.project.region} a changé depuis que vous l'avez lue. "
            "Relisez-la avant d'agir : rien n'a été enregistré."
        )
