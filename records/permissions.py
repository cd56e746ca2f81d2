"""Who may read the traces: platform administrators.

`hat` is an `accounts.Membership`; this room lies below accounts and reads only its attributes.
"""

from typing import Protocol

from acia_portal.verdicts import YES, Verdict, no


class Hat(Protocol):
    administers: bool


def may_administer(hat: Hat | None) -> Verdict:
    """Journal, outbox, jobs, accounts and reference data."""
    if hat is not None and hat.administers:
        return YES
    return no("Ces pages sont réservées à l'équipe d'administration de la plateforme.")
