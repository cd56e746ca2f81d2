"""The words in which rights and rules answer: a verdict before the act, a refusal during it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with the French sentence that the person will read; `out_of_turn` when only the moment says no."""

    allowed: bool
    reason: str = ""
    out_of_turn: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)


def no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=reason)


def not_now(reason: str) -> Verdict:
    """The hat has the right; the state of the file or the calendar says no."""
    return Verdict(allowed=False, reason=reason, out_of_turn=True)


class Refused(Exception):
    """A deed that will not be done; `reason` is the French sentence shown where the person is.

    `undo` is the address that takes back what stands in the way, if one deed did; `at` the argument of the deed that is
    refused, which is the field of a form too, when there is one to name.
    """

    status = 422
    at = ""

    def __init__(self, reason: str, *, undo: str = "", at: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.undo = undo
        self.at = at or type(self).at


class NotAllowed(Refused):
    """The person lacks the right."""

    status = 403


class OutOfTurn(Refused):
    """The person has the right, but the state of the file or the calendar forbids it now."""

    status = 409


def ensure(verdict: Verdict) -> None:
    """Turn a negative verdict into `NotAllowed`, or into `OutOfTurn` when only the moment says no."""
    if not verdict:
        raise (OutOfTurn if verdict.out_of_turn else NotAllowed)(verdict.reason)
