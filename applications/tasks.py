"""Work that follows a deposit, and the acts about it."""

from django.utils import timezone

from acts.models import Act
from applications import pdfs
from applications.awaiting import tell_closings, tell_signatures_awaited
from applications.models import Application, Deposit
from applications.posting import POST_ACT, post
from applications.presence import forget_the_gone
from applications.receipts import issue_receipt
from applications.silence import tell_of_silence
from records.daily import daily
from records.followers import pair_of
from records.jobs import job, step
from records.models import Job
from records.sweeping import also

daily(tell_signatures_awaited)
daily(tell_closings)
also(tell_of_silence)
also(lambda: forget_the_gone(timezone.now()))
pair = pair_of("deposit_id", lambda hat: Deposit.objects.filter(application__in=Application.objects.visible_to(hat)))


@job("applications.produce_deposit_papers", followers=pair)
def produce_deposit_papers(run: Job, *, deposit_id: int) -> None:
    """Make the deposited fiche and its receipt, and send the receipt; safe to run twice."""
    pdfs.keep_fiche(deposit_id)
    step(run, line="Fiche déposée mise en PDF")
    issue_receipt(deposit_id)
    step(run, line="Accusé de réception émis et envoyé à l'ARS et à l'Aract")


@job(POST_ACT, followers=pair_of("application_id", Application.objects.visible_to))
def post_act(run: Job, *, act_id: int, application_id: int) -> None:
    """Draw an act and send it to the pair; safe to run twice."""
    post(Act.objects.get(pk=act_id), Application.objects.with_parties().get(pk=application_id))
    step(run, line="Acte mis en PDF et envoyé à l'ARS et à l'Aract")
