"""Notices: the letters that make decisions known."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Organisation
from acts.models import Act
from commission.models.decision import Decision


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, hat: Membership | None) -> "NoticeQuerySet":
        """The pair reads its own; secretaries, presidents, signatories and administrators read all."""
        if hat is None:
            return self.none()
        if hat.administers or hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
            return self
        if hat.regional:
            return self.filter(
                Q(decision__application__project__ars=hat.organisation)
                | Q(decision__application__project__aract=hat.organisation)
            )
        return self.none()

    def with_parties(self) -> "NoticeQuerySet":
        return self.select_related(
            "act__document",
            "decision__application__project__region",
            "decision__application__project__ars",
            "decision__application__project__aract",
            "decision__application__project__call",
        )

    def opened(self) -> "NoticeQuerySet":
        """By at least one organisation of the pair."""
        return self.filter(Exists(NoticeReading.objects.filter(notice=OuterRef("pk"))))

    def unopened(self) -> "NoticeQuerySet":
        return self.exclude(Exists(NoticeReading.objects.filter(notice=OuterRef("pk"))))


class Notice(models.Model):
    """The act that states one revision of a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="notices")
    revision = models.PositiveSmallIntegerField("révision de la décision")
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="notice")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["act__number"]
        constraints = [models.UniqueConstraint(fields=["decision", "revision"], name="one_notice_per_revision")]

    def __str__(self) -> str:
        return self.act.number


class NoticeReading(models.Model):
    """The first time an organisation opened its notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    read_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField("ouverte le", default=timezone.now)

    class Meta:
        verbose_name = "lecture d'une notification"
        ordering = ["read_at"]
        constraints = [models.UniqueConstraint(fields=["notice", "organisation"], name="first_reading_once")]

    def __str__(self) -> str:
        return f"{self.notice} – {self.organisation}"
