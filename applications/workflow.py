"""The life of a fiche projet: which deed leads from which state to which."""

from applications.enums import ApplicationState as S
from applications.models import Application
from core.verdicts import OutOfTurn

# deed: (states it may start from, state it leads to)
TRANSITIONS: dict[str, tuple[frozenset[S], S]] = {
    "deposit": (frozenset({S.DRAFT}), S.DEPOSITED),
    "admit": (frozenset({S.DEPOSITED}), S.ADMISSIBLE),
    "reject": (frozenset({S.DEPOSITED}), S.INADMISSIBLE),
    "withdraw": (frozenset({S.DRAFT, S.DEPOSITED, S.ADMISSIBLE}), S.WITHDRAWN),
    "notify": (frozenset({S.ADMISSIBLE}), S.ADMISSIBLE),
}


def ensure_turn(application: Application, deed: str) -> S:
    """The state that `deed` leads to; `OutOfTurn` when it cannot start from the present one."""
    sources, target = TRANSITIONS[deed]
    if application.state not in sources:
        raise OutOfTurn(f"Cette action n'est plus possible : la fiche est {application.get_state_display()}.")
    if application.outcome and deed != "notify":
        raise OutOfTurn("Cette action n'est plus possible : la décision sur la fiche est notifiée.")
    return target
