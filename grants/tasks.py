"""Papers that follow a deed."""

from grants import pdfs
from grants.models import Recovery, Submission
from grants.recovering import PRODUCE_LETTER
from grants.reporting import PRODUCE_STATEMENT
from records.followers import pair_of
from records.jobs import job, step
from records.models import Job
from regions.models import RegionalProject

submitted = pair_of(
    "submission_id",
    lambda hat: Submission.objects.filter(statement__agreement__project__in=RegionalProject.objects.visible_to(hat)),
)
recovered = pair_of(
    "recovery_id", lambda hat: Recovery.objects.filter(agreement__project__in=RegionalProject.objects.visible_to(hat))
)


@job(PRODUCE_STATEMENT, followers=submitted)
def produce_statement(run: Job, *, submission_id: int) -> None:
    """Make the PDF of a submitted statement; safe to run twice."""
    pdfs.keep_statement(submission_id)
    step(run, line="Compte rendu mis en PDF")


@job(PRODUCE_LETTER, followers=recovered)
def produce_recovery_letter(run: Job, *, recovery_id: int) -> None:
    """Make the letter of a recovery; safe to run twice."""
    pdfs.keep_recovery_letter(recovery_id)
    step(run, line="Lettre mise en PDF")
