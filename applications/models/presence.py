"""Who has a section of a fiche open just now."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from accounts.models import Membership
from applications.models.application import Application
from calls.models import Section

# A page tells of itself every eight seconds: two words lost, and the person is gone, within thirty seconds in all.
PRESENT = timedelta(seconds=20)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now(self, at: datetime) -> "PresenceQuerySet":
        return self.filter(seen_at__gt=at - PRESENT)


class Presence(models.Model):
    """A person on the page of a section, when the page last said so, and whether they were typing.

    A help, never a lock: nothing is refused because of it. Rows are swept once they say nothing any more.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="presences")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    hat = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("vue à", default=timezone.now, db_index=True)
    writing = models.BooleanField("écrit", default=False)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence sur une section"
        verbose_name_plural = "présences sur une section"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "section", "hat"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.hat}, section {self.section.number}"
