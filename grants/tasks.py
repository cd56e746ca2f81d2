"""Papers that follow a deed."""

from grants import pdfs
from grants.recovering import PRODUCE_LETTER
from grants.reporting import PRODUCE_STATEMENT
from records.jobs import job, step
from records.models import Job


@job(PRODUCE_STATEMENT)
def produce_statement(run: Job, *, submission_id: int) -> None:
    """Make the PDF of a submitted statement; safe to run twice."""
    pdfs.keep_statement(submission_id)
    step(run, line="Compte rendu mis en PDF")


@job(PRODUCE_LETTER)
def produce_recovery_letter(run: Job, *, recovery_id: int) -> None:
    """Make the letter of a recovery; safe to run twice."""
    pdfs.keep_recovery_letter(recovery_id)
    step(run, line="Lettre mise en PDF")
