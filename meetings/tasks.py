"""Background work of meetings."""

from meetings.pdfs import keep_minutes
from records.jobs import job, step
from records.models import Job


@job("meetings.produce_minutes")
def produce_minutes(run: Job, *, minutes_id: int) -> None:
    keep_minutes(minutes_id)
    step(run, "Compte rendu en PDF")
