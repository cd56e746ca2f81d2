"""Work that follows a deposit, and the acts about it."""

from django.db.models import Q
from django.utils import timezone

from acts.models import Act
from applications import attaching, pdfs
from applications.awaiting import remind_of_drafts, tell_closings, tell_signatures_awaited
from applications.correcting import expire
from applications.models import Application, Deposit, FicheFile
from applications.moving import behind, follow
from applications.posting import POST_ACT, post
from applications.presence import forget_the_gone
from applications.receipts import issue_receipt
from applications.silence import tell_of_silence
from calls.models import CallRevision
from calls.permissions import may_prepare_calls
from records.daily import daily
from records.followers import pair_of
from records.jobs import enqueue, expect, job, step
from records.models import Job
from records.sweeping import also

daily(tell_signatures_awaited)
daily(tell_closings)
also(tell_of_silence)
also(expire)
also(remind_of_drafts)
also(lambda: forget_the_gone(timezone.now()))
joiners = pair_of(
    "attachment_id", lambda hat: FicheFile.objects.filter(application__in=Application.objects.visible_to(hat))
)
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


@job(attaching.EXAMINE, followers=joiners)
def examine_file(run: Job, *, attachment_id: int) -> None:
    """Look at what a joined file holds; safe to run twice."""
    step(run, f"Fichier {attaching.examine_file(attachment_id).label}")


FOLLOW = "applications.follow_revision"


@job(FOLLOW, followers=lambda hat: Q() if may_prepare_calls(hat) else None)
def follow_revision(run: Job, *, revision_id: int) -> None:
    """Move the drafts of a revised call, each on its own; safe to run twice."""
    revision = CallRevision.objects.select_related("call", "after", "decided_by__user").get(pk=revision_id)
    fiches = behind(revision)
    expect(run, len(fiches))
    for fiche in fiches:
        moved = follow(fiche, revision)
        step(run, f"{fiche.project.region} : {'fiche passée au nouveau questionnaire' if moved else 'rien à changer'}")


def have_drafts_follow(revision: CallRevision) -> None:
    enqueue(
        FOLLOW,
        label=f"Passage des brouillons au nouveau questionnaire – {revision.call}",
        arguments={"revision_id": revision.pk},
        total=len(behind(revision)),
        by=revision.decided_by,
        back_url=revision.get_absolute_url(),
    )
