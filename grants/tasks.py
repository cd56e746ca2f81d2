"""Papers that follow a deed, and reminders of each morning."""

from grants import pdfs
from grants.models import Agreement, Submission
from grants.reminding import tell_observations_over, tell_statements_due
from grants.reporting import PRODUCE_STATEMENT
from grants.sending import PRODUCE_ACT, keep_act
from records.daily import daily
from records.followers import pair_of
from records.jobs import job, step
from records.models import Job
from regions.models import RegionalProject

daily(tell_statements_due)
daily(tell_observations_over)
submitted = pair_of(
    "submission_id",
    lambda hat: Submission.objects.filter(statement__agreement__project__in=RegionalProject.objects.visible_to(hat)),
)
agreed = pair_of(
    "agreement_id", lambda hat: Agreement.objects.filter(project__in=RegionalProject.objects.visible_to(hat))
)


@job(PRODUCE_STATEMENT, followers=submitted)
def produce_statement(run: Job, *, submission_id: int) -> None:
    """Make the PDF of a submitted statement; safe to run twice."""
    pdfs.keep_statement(submission_id)
    step(run, line="Compte rendu mis en PDF")


@job(PRODUCE_ACT, followers=agreed)
def produce_act(run: Job, *, act_id: int, agreement_id: int) -> None:
    """Make the PDF of an act on an agreement, and send it; safe to run twice."""
    keep_act(act_id, agreement_id)
    step(run, line="Acte mis en PDF et envoyé")
