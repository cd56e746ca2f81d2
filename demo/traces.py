"""What the administrator finds on arrival (a failed mail, an invitation left unanswered), and a last visit for all."""

import hashlib
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, Organisation, User
from applications.models import Deposit
from applications.pdfs import keep_fiche
from applications.receipts import issue_receipt
from calls.models import CallDocument
from core.states import move_rows
from core.wording import PARIS
from demo.people import administrator
from records.models import Document, Job, Message, MessageState
from records.tasks import run_job, send_message

A_MINUTE = timedelta(minutes=1)


def load(today: date) -> None:
    by = administrator()
    at = datetime.combine(today - timedelta(days=20), time(11), tzinfo=PARIS)
    organisation = Organisation.objects.of_kind(OrganisationKind.ARS).get(region__code="24")
    Invitation.objects.get_or_create(
        token_digest=hashlib.sha256(b"demonstration").hexdigest(),
        defaults={
            "email": "chargee.de.mission@ars-centre-val-de-loire.example",
            "organisation": organisation,
            "role": Role.WRITER,
            "job_title": "Chargée de mission e-santé",
            "created_at": at,
            "created_by": by.user,
            "expires_at": at + Invitation.VALIDITY,
        },
    )
    User.objects.filter(demo=True).update(seen_at=datetime.combine(today - timedelta(days=8), time(9), tzinfo=PARIS))


def produce_papers() -> None:
    """The papers of each deposit, a minute after it."""
    for deposit in Deposit.objects.order_by("received_at"):
        keep_fiche(deposit.pk)
        issue_receipt(deposit.pk, now=deposit.received_at + A_MINUTE)


def date_back() -> None:
    """Give what the server's clock dated the dates of the story, so that only news is news."""
    for piece in CallDocument.objects.select_related("call"):
        Document.objects.filter(pk=piece.document_id).update(created_at=piece.call.opens_at)
    for deposit in Deposit.objects.select_related("receipt"):
        asked, made = deposit.received_at, deposit.received_at + A_MINUTE
        papers = Document.objects.filter(
            Q(pk=deposit.fiche_pdf_id) | Q(pk=deposit.receipt and deposit.receipt.document_id)
        )
        papers.update(created_at=made)
        runs = Job.objects.filter(arguments__deposit_id=deposit.pk)
        runs.update(created_at=asked, started_at=asked, finished_at=made)


def finish_work() -> None:
    """Do at once what a server would do in the background: papers of deposits, then mails, of which one fails."""
    produce_papers()
    for pk in Job.objects.filter(state="waiting").values_list("pk", flat=True):
        run_job(pk)
    for pk in Message.objects.filter(state=MessageState.QUEUED).values_list("pk", flat=True):
        send_message(pk)
    date_back()
    failing = Message.objects.filter(pk=Message.objects.latest("pk").pk)
    # Sent, then sent again: a mail that left does not fail.
    move_rows(failing, MessageState.QUEUED)
    move_rows(
        failing,
        MessageState.FAILED,
        attempts=Message.MAX_ATTEMPTS,
        sent_at=None,
        last_error="La boîte de réception du destinataire est pleine (exemple de démonstration).",
    )
