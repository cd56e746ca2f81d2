"""What is said about a deposited fiche: between its pair and the secretariat, and within the commission."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from applications.enums import ThreadSide
from applications.models.application import Application
from records.models import Document


class ThreadMessageQuerySet(models.QuerySet["ThreadMessage"]):
    def exchanged(self) -> "ThreadMessageQuerySet":
        """What the pair and the secretariat wrote to each other."""
        return self.filter(internal=False)

    def notes(self) -> "ThreadMessageQuerySet":
        """What the pair never sees."""
        return self.filter(internal=True)

    def to_handle(self, side: ThreadSide) -> "ThreadMessageQuerySet":
        """What this side received, and has neither answered nor set aside."""
        return self.exchanged().exclude(side=side).filter(handled_at=None)


class ThreadMessage(models.Model):
    """A message, never changed once sent: a correction is another one. `handled_at` is when the other side was done."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="messages")
    internal = models.BooleanField("note interne", default=False)
    side = models.CharField("de", max_length=12, choices=ThreadSide)
    text = models.TextField("message", max_length=4000)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    handled_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ThreadMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message sur une fiche"
        verbose_name_plural = "messages sur une fiche"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["application", "internal"], name="messages_of_a_fiche")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="message_says_something",
                violation_error_message="Un message dit quelque chose.",
            ),
            models.CheckConstraint(
                condition=Q(internal=False) | Q(side=ThreadSide.SECRETARIAT, document=None, handled_at=None),
                name="a_note_stays_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk} – {self.application}"
