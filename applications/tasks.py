"""Work that follows a deposit."""

from django.db.models import Q

from accounts.models import Membership
from applications import pdfs
from applications.models import Application, Deposit
from records.jobs import job, step
from records.models import Job


def pair(hat: Membership) -> Q | None:
    if not hat.regional:
        return None
    deposits = Deposit.objects.filter(application__in=Application.objects.visible_to(hat))
    return Q(arguments__deposit_id__in=list(deposits.values_list("pk", flat=True)))


@job("applications.produce_deposit_papers", followers=pair)
def produce_deposit_papers(run: Job, *, deposit_id: int) -> None:
    """Make the deposited fiche and its receipt, and send the receipt; safe to run twice."""
    pdfs.keep_fiche(deposit_id)
    step(run, line="Fiche déposée mise en PDF")
    pdfs.issue_receipt(deposit_id)
    step(run, line="Récépissé émis et envoyé à l'ARS et à l'Aract")
