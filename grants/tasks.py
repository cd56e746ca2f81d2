"""Papers that follow a deed."""

from django.db.models import Q

from accounts.models import Membership
from grants import pdfs
from grants.models import Recovery, Submission
from grants.recovering import PRODUCE_LETTER
from grants.reporting import PRODUCE_STATEMENT
from records.jobs import job, step
from records.models import Job
from regions.models import RegionalProject


def pair(hat: Membership) -> Q | None:
    """Those of the project's pair, who read its money."""
    if not hat.regional:
        return None
    own = RegionalProject.objects.visible_to(hat)
    submissions = Submission.objects.filter(statement__agreement__project__in=own).values_list("pk", flat=True)
    recoveries = Recovery.objects.filter(agreement__project__in=own).values_list("pk", flat=True)
    return Q(arguments__submission_id__in=list(submissions)) | Q(arguments__recovery_id__in=list(recoveries))


@job(PRODUCE_STATEMENT, followers=pair)
def produce_statement(run: Job, *, submission_id: int) -> None:
    """Make the PDF of a submitted statement; safe to run twice."""
    pdfs.keep_statement(submission_id)
    step(run, line="Compte rendu mis en PDF")


@job(PRODUCE_LETTER, followers=pair)
def produce_recovery_letter(run: Job, *, recovery_id: int) -> None:
    """Make the letter of a recovery; safe to run twice."""
    pdfs.keep_recovery_letter(recovery_id)
    step(run, line="Lettre mise en PDF")
