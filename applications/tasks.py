"""Work that follows a deposit."""

from applications import pdfs
from applications.awaiting import tell_closings, tell_signatures_awaited
from applications.models import Application, Deposit
from records.daily import daily
from records.followers import pair_of
from records.jobs import job, step
from records.models import Job

daily(tell_signatures_awaited)
daily(tell_closings)

pair = pair_of("deposit_id", lambda hat: Deposit.objects.filter(application__in=Application.objects.visible_to(hat)))


@job("applications.produce_deposit_papers", followers=pair)
def produce_deposit_papers(run: Job, *, deposit_id: int) -> None:
    """Make the deposited fiche and its receipt, and send the receipt; safe to run twice."""
    pdfs.keep_fiche(deposit_id)
    step(run, line="Fiche déposée mise en PDF")
    pdfs.issue_receipt(deposit_id)
    step(run, line="Récépissé émis et envoyé à l'ARS et à l'Aract")
