"""Background work of regions."""

from directory.asking import IMPORT_FINESS, carry_out
from records.jobs import job
from records.models import Job


@job(IMPORT_FINESS)
def import_finess(run: Job, *, import_id: int) -> None:
    """Import files of the national directory; run again after a crash, it starts over, since nothing was written."""
    carry_out(run, import_id)
