"""Background work of meetings."""

from meetings.models import Minutes
from meetings.pdfs import keep_minutes
from meetings.telling import tell_minutes_to_approve
from records.daily import daily
from records.followers import pair_of
from records.jobs import job, step
from records.models import Job
from regions.models import RegionalProject

daily(tell_minutes_to_approve)
pair = pair_of(
    "minutes_id", lambda hat: Minutes.objects.filter(meeting__project__in=RegionalProject.objects.visible_to(hat))
)


@job("meetings.produce_minutes", followers=pair)
def produce_minutes(run: Job, *, minutes_id: int) -> None:
    keep_minutes(minutes_id)
    step(run, "Compte rendu en PDF")
