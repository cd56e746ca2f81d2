"""Background work of meetings."""

from django.db.models import Q

from accounts.models import Membership
from meetings.models import Minutes
from meetings.pdfs import keep_minutes
from records.jobs import job, step
from records.models import Job
from regions.models import RegionalProject


def pair(hat: Membership) -> Q | None:
    if not hat.regional:
        return None
    minutes = Minutes.objects.filter(meeting__project__in=RegionalProject.objects.visible_to(hat))
    return Q(arguments__minutes_id__in=list(minutes.values_list("pk", flat=True)))


@job("meetings.produce_minutes", followers=pair)
def produce_minutes(run: Job, *, minutes_id: int) -> None:
    keep_minutes(minutes_id)
    step(run, "Compte rendu en PDF")
