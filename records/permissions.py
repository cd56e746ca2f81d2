"""Who may read the traces: platform administrators, and each person the jobs that they asked for.

`hat` is an `accounts.Membership`; this room lies below accounts and reads only its attributes.
"""

from typing import Protocol

from django.http import HttpRequest

from core.verdicts import YES, Verdict, no
from records.models import Job


class Hat(Protocol):
    """What this room reads off a membership."""

    @property
    def administers(self) -> bool: ...

    @property
    def user_id(self) -> int: ...


class HatRequest(HttpRequest):
    """A signed-in person's request. `hat` is None for someone without a role, to whom every permission says no."""

    hat: Hat


def may_administer(hat: Hat | None) -> Verdict:
    """Journal, outbox, jobs, accounts and reference data."""
    if hat is not None and hat.administers:
        return YES
    return no("Ces pages sont réservées à l'équipe d'administration de la plateforme.")


def may_see_job(hat: Hat | None, run: Job) -> Verdict:
    """Follow a job, and restart it if it failed."""
    if hat is not None and run.created_by_id == hat.user_id:
        return YES
    return YES if may_administer(hat) else no("Ce travail a été demandé par une autre personne.")
