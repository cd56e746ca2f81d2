"""Telling administrators that a background job has failed for good."""

from django.urls import reverse

from accounts.mailing import Mail, tell
from accounts.models import Membership
from accounts.moments import JOB_FAILED
from core.wording import NBSP
from records.models import Job, JobState, Message


def tell_failures() -> None:
    """One mail a failure to each administrator; a job restarted that fails again is told again."""
    for run in Job.objects.filter(state=JobState.FAILED).order_by("pk"):
        key = f"job-failed:{run.pk}:{run.finished_at:%Y%m%d%H%M%S}"
        if Message.objects.filter(key__startswith=f"{key}:").exists():
            continue
        hats = Membership.objects.current().administrators()
        mail = Mail(
            "ACIA",
            f"un travail a échoué, {run.label}",
            "Lisez ce qui s'est passé, puis relancez le travail.",
            reverse("records:job", args=[run.key]),
            [f"Erreur{NBSP}: {run.last_error}"],
        )
        tell(JOB_FAILED, hats.values_list("user__email", flat=True), mail, key=key)
