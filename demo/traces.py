"""What the administrator finds on arrival (a failed mail, an invitation left unanswered), and a last visit for all."""

import hashlib
from datetime import date, datetime, time, timedelta

from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, Organisation, User
from acts.models import Act
from applications.models import Deposit
from applications.pdfs import keep_fiche
from applications.receipts import issue_receipt
from calls.models import CallDocument
from core.states import move_rows
from core.wording import PARIS
from demo.people import administrator
from records.models import Document, Job, Message, MessageState
from records.tasks import run_job, send_message
from regional_calls import posting
from regional_calls.models import Expression, RegionalCall

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
    """The papers of each deposit, and the receipt of each expression, a minute after it."""
    for deposit in Deposit.objects.order_by("received_at"):
        keep_fiche(deposit.pk)
        issue_receipt(deposit.pk, now=deposit.received_at + A_MINUTE)
    for expression in Expression.objects.handed_in().order_by("submitted_at"):
        if expression.submitted_at is not None:
            posting.issue_receipt(expression.pk, now=expression.submitted_at + A_MINUTE)


def date_back() -> None:
    """Give what the server's clock dated the dates of the story, so that only news is news."""
    for piece in CallDocument.objects.select_related("call"):
        Document.objects.filter(pk=piece.document_id).update(created_at=piece.call.opens_at)
    for deposit in Deposit.objects.all():
        made = deposit.received_at + A_MINUTE
        Document.objects.filter(pk__in=[deposit.fiche_pdf_id]).update(created_at=made)
        date_work_back(deposit.received_at, deposit_id=deposit.pk)
    for act in Act.objects.exclude(document=None):
        Document.objects.filter(pk__in=[act.document_id]).update(created_at=act.issued_at)
        date_work_back(act.issued_at, act_id=act.pk)
    for expression in Expression.objects.exclude(submitted_at=None):
        date_work_back(expression.submitted_at, expression_id=expression.pk)
    for regional in RegionalCall.objects.exclude(announced_at=None):
        date_work_back(regional.announced_at, deed=posting.POST_LETTERS, call_id=regional.pk)


def date_work_back(asked: datetime | None, *, deed: str = "", **arguments: int) -> None:
    """Date the jobs about a row: asked for at an instant, done a minute later."""
    if asked is not None:
        runs = Job.objects.filter(**{f"arguments__{name}": key for name, key in arguments.items()})
        runs = runs.filter(deed=deed) if deed else runs
        runs.update(created_at=asked, started_at=asked, finished_at=asked + A_MINUTE)


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
