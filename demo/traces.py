"""What the administrator finds on arrival: someone who left, invitations, the mails of the morning, a failed one."""

import hashlib
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.digests import choose, send_digest
from accounts.enums import MailPace, OrganisationKind, Role
from accounts.inviting import invite
from accounts.joining import end_membership, grant
from accounts.leaving import deactivate
from accounts.models import Invitation, Membership, Organisation, User
from acts.models import Act
from applications.models import Deposit
from applications.pdfs import keep_fiche
from applications.receipts import issue_receipt
from applications.silence import tell_of_silence
from calls.models import CallDocument
from calls.telling import tell_openings
from core.states import move_rows
from core.wording import PARIS
from demo.people import Persona, administrator, hat, pair
from records.daily import MORNING, WORK, do_once
from records.models import Document, Job, JobState, Message, MessageState
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
    come_and_gone(organisation, by, at - timedelta(days=15))
    invite(
        email="consultante@aract-centre-val-de-loire.example",
        organisation=Organisation.objects.filter(region__code="24").standing_for_aract().get(),
        role=Role.WRITER,
        job_title="Consultante",
        by=by,
        now=at + timedelta(days=18),
    )
    the_morning(datetime.combine(today, MORNING, tzinfo=PARIS))
    User.objects.filter(demo=True).update(seen_at=datetime.combine(today - timedelta(days=8), time(9), tzinfo=PARIS))


def come_and_gone(organisation: Organisation, by: Membership, at: datetime) -> None:
    """Whom the invitation that nobody answered was to replace."""
    who = Persona("ancienne-redaction", Role.WRITER, "Chargée de mission e-santé")
    left = hat(who, organisation, "ars-centre-val-de-loire", shown=False)
    acting = grant(left.user, organisation=organisation, role=Role.SIGNATORY, job_title=who.job_title, by=by, now=at)
    for membership in (acting, left):
        end_membership(membership, by=by, now=at + timedelta(days=10))
    deactivate(left.user, by=by, now=at + timedelta(days=10))


def the_morning(now: datetime) -> None:
    """What is told each day; one persona reads it once a day."""
    daily_reader = pair("53").aract_writer.user
    choose(daily_reader, work_mails=MailPace.DAILY, news_mails=MailPace.DAILY)
    tell_openings(now)
    tell_of_silence(now)
    for work in WORK:
        do_once(work, now)
    send_digest(daily_reader.pk, timezone.now())


def produce_papers() -> None:
    """The papers of each deposit, and the receipt of each expression, a minute after it.

    The fiches of concluded calls are left to the server that begins: each takes a second to draw, and few are read.
    """
    for deposit in Deposit.objects.select_related("application__project__call").order_by("received_at"):
        issue_receipt(deposit.pk, now=deposit.received_at + A_MINUTE)
        if deposit.application.project.call.concluded_at is None:
            keep_fiche(deposit.pk)
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
        runs.update(created_at=asked)
        runs.exclude(state=JobState.WAITING).update(started_at=asked, finished_at=asked + A_MINUTE)


def finish_work() -> None:
    """Do at once what a server would do in the background, but papers of concluded calls; of the mails, one fails."""
    produce_papers()
    undrawn = set(Deposit.objects.filter(fiche_pdf=None).values_list("pk", flat=True))
    for run in Job.objects.filter(state=JobState.WAITING):
        if run.arguments.get("deposit_id") not in undrawn:
            run_job(run.pk)
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
