"""The outbox: every mail the portal sends exists first as a row."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from core.states import State, StateField, life
from records.models.document import Document


@life("le message", queued="sent failed", sent="queued", failed="queued")
class MessageState(State):
    QUEUED = "queued", "info", "en attente"
    SENT = "sent", "success", "envoyé"
    FAILED = "failed", "error", "en échec"


class Message(models.Model):
    """One mail to one address. `key` makes writing it twice harmless; sending it retries until `FAILED`.

    `secret` is the part of the body that only its addressee may read, such as an invitation's token: the mail carries
    it, no page shows it. `leave_url` is where a daily mail is given up in one click.
    """

    MAX_ATTEMPTS = 5

    key = models.CharField(max_length=200, unique=True)
    moment = models.CharField("moment", max_length=60, db_index=True)
    to = models.EmailField("destinataire", db_index=True)
    reply_to = models.EmailField("réponse à", blank=True)
    leave_url = models.CharField(max_length=300, blank=True)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    secret = models.CharField(max_length=100, blank=True)
    attachments = models.ManyToManyField(Document, blank=True, related_name="+")
    state = StateField("état", max_length=10, choices=MessageState, default=MessageState.QUEUED, db_index=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    last_error = models.CharField("dernière erreur", max_length=500, blank=True)
    not_before = models.DateTimeField("pas avant", db_default=Now())
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "message"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Without the address: the journal keeps this label for ever."""
        return self.subject

    @property
    def shown_body(self) -> str:
        return self.body.replace(self.secret, "•••") if self.secret else self.body
