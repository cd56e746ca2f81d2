"""Background work of regions."""

from django.db.models import Q

from accounts.models import Membership
from directory.import_job import IMPORT_FINESS, carry_out
from directory.permissions import may_import_finess
from records.jobs import job
from records.models import Job


def importers(hat: Membership) -> Q | None:
    return Q() if may_import_finess(hat) else None


@job(IMPORT_FINESS, followers=importers)
def import_finess(run: Job, *, import_id: int) -> None:
    """Import files of the national directory; run again after a crash, it starts over, since nothing was written."""
    carry_out(run, import_id)
