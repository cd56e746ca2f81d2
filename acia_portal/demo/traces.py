"""What the administrator finds on arrival (a failed mail, an invitation left unanswered), and a last visit for all."""

import hashlib
from datetime import date, datetime, time, timedelta

from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, User
from acia_portal.demo.people import administrator
from acia_portal.wording import PARIS
from records.models import Job, Message, MessageState
from records.tasks import run_job, send_message
from regions.models import Organisation


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
    User.objects.filter(demo=True).update(seen_at=datetime.combine(today - timedelta(days=4), time(9), tzinfo=PARIS))


def finish_work() -> None:
    """Do at once what a server would do in the background: papers of deposits, then mails, of which one fails."""
    for pk in Job.objects.filter(state="waiting").values_list("pk", flat=True):
        run_job(pk)
    for pk in Message.objects.filter(state=MessageState.QUEUED).values_list("pk", flat=True):
        send_message(pk)
    failing = Message.objects.latest("pk")
    Message.objects.filter(pk=failing.pk).update(
        state=MessageState.FAILED,
        attempts=Message.MAX_ATTEMPTS,
        sent_at=None,
        last_error="La boîte de réception du destinataire est pleine (exemple de démonstration).",
    )
