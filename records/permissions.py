"""Who may read the traces: platform administrators, and each person the jobs that they asked for or might have.

`hat` is an `accounts.Membership`; this room lies below accounts and reads only its attributes.
"""

from typing import Protocol

from django.db.models import Q
from django.http import HttpRequest

from core.verdicts import YES, Verdict, no
from records.followers import of_kind
from records.models import Job


class Hat(Protocol):
    """What this room reads off a membership."""

    @property
    def administers(self) -> bool: ...

    @property
    def user_id(self) -> int: ...

    @property
    def named(self) -> str: ...


class TraceRequest(HttpRequest):
    """What this room reads of `accounts.middleware.HatRequest`; `hat` is None for someone without a role."""

    hat: Hat


def may_administer(hat: Hat | None) -> Verdict:
    """Journal, outbox, jobs, accounts and reference data."""
    if hat is not None and hat.administers:
        return YES
    return no("Ces pages sont réservées à l'équipe du portail.")


def may_see_job(hat: Hat | None, run: Job) -> Verdict:
    """Follow a job, and restart it if it failed."""
    if hat is not None and (run.created_by_id == hat.user_id or may_administer(hat) or follows(hat, run)):
        return YES
    return no("Ce travail a été demandé par une autre personne.")


def follows(hat: Hat, run: Job) -> bool:
    """One of those who might have asked for this job, and may open the page that it leads back to."""
    rows = of_kind(run.deed, hat)
    return rows == Q() or (rows is not None and Job.objects.filter(rows, pk=run.pk).exists())
