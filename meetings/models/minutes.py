"""What a meeting said and decided: its minutes, revision after revision, and its decisions."""

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from meetings.models.meeting import Meeting
from records.models import Document, Sealed


class Minutes(Sealed):
    """One revision of a meeting's minutes. Approved, it is sealed.

    A correction is the next revision, with its reason; the former ones stay.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    revision = models.PositiveSmallIntegerField("révision", default=1)
    reason = models.CharField("motif de la correction", max_length=500, blank=True)
    begun_at = models.DateTimeField("commencé le")
    approved_at = models.DateTimeField("approuvé le", null=True, blank=True)
    approved_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    sent_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ["meeting", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "revision"], name="minutes_revision_once"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(approved_at=None),
                name="minutes_one_draft",
                violation_error_message="Un compte rendu est déjà en cours d'écriture pour cette réunion.",
            ),
        ]

    def __str__(self) -> str:
        return f"Compte rendu – {self.meeting}"

    @property
    def is_draft(self) -> bool:
        return self.approved_at is None


class MinutesPart(models.Model):
    """What was said on one point."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("point", max_length=200)
    text = models.TextField("ce qui s'est dit", blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "partie du compte rendu"
        verbose_name_plural = "parties du compte rendu"
        ordering = ["minutes", "position"]
        constraints = [models.UniqueConstraint(fields=["minutes", "position"], name="minutes_part_once")]

    def __str__(self) -> str:
        return self.title


class MeetingDecisionQuerySet(models.QuerySet["MeetingDecision"]):
    def to_follow(self) -> "MeetingDecisionQuerySet":
        return self.filter(done_on=None)


class MeetingDecision(models.Model):
    """What a meeting decided: who does what by when, and whether it is done. Numbered within the meeting.

    `responsible` is a function, never a name.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField("numéro")
    text = models.CharField("décision", max_length=600)
    responsible = models.CharField("qui s'en charge", max_length=150, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("fait le", null=True, blank=True)
    outcome = models.CharField("ce qui a été fait", max_length=300, blank=True)

    objects = MeetingDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision de réunion"
        verbose_name_plural = "décisions de réunion"
        ordering = ["-meeting__starts_at", "meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="meeting_decision_once")]

    def __str__(self) -> str:
        return f"Décision {self.number} – {self.meeting}"
