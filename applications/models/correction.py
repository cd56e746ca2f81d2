"""Correction rounds: the sections of a deposited fiche that its pair may write again, until when and why."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Membership
from applications.enums import CorrectionEnd
from applications.models.application import Application
from applications.models.deposit import Deposit
from calls.models import Section
from core.wording import listed


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> "CorrectionQuerySet":
        """Those that nothing ended; one whose time is up stays so until the sweep closes it (`correcting.expire`)."""
        return self.filter(ended_at=None)

    def running(self, at: datetime) -> "CorrectionQuerySet":
        return self.open().filter(closes_at__gt=at)

    def overdue(self, at: datetime) -> "CorrectionQuerySet":
        return self.open().filter(closes_at__lte=at)


class Correction(models.Model):
    """A round of correction. `closes_at` is exclusive; `since` is the last revision of the fiche before the round.

    It ends by the `deposit` that it leads to, or without one: the deposit `of` which it corrects then stands.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="corrections")
    of = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="corrections", verbose_name="dépôt corrigé")
    sections = models.ManyToManyField(Section, related_name="+", verbose_name="sections à corriger")
    reason = models.TextField("motif", max_length=2000)
    since = models.PositiveBigIntegerField("dernière version avant", default=0)
    opened_at = models.DateTimeField("ouverte le", default=timezone.now)
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField("à déposer avant")
    ended_at = models.DateTimeField("close le", null=True, blank=True)
    ended_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end = models.CharField("issue", max_length=10, choices=CorrectionEnd, blank=True)
    deposit = models.OneToOneField(
        Deposit, on_delete=models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="dépôt obtenu"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "correction"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(ended_at=None),
                name="one_open_correction",
                violation_error_message="Une correction est déjà ouverte sur cette fiche.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="correction_says_why",
                violation_error_message="Une correction se motive.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")),
                name="correction_closes_after_it_opens",
                violation_error_message="Une correction finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="", deposit=None)
                | Q(ended_at__isnull=False, end=CorrectionEnd.DEPOSITED, deposit__isnull=False)
                | (Q(ended_at__isnull=False, deposit=None) & ~Q(end="") & ~Q(end=CorrectionEnd.DEPOSITED)),
                name="correction_ends_once",
                violation_error_message="Une correction finit par un dépôt, ou sans dépôt.",
            ),
        ]

    def __str__(self) -> str:
        return f"Correction du dépôt {self.of}"

    @property
    def keys(self) -> set[int]:
        return {section.pk for section in self.sections.all()}

    @property
    def sections_said(self) -> str:
        """«la section 3», «les sections 3, 5 et 8»."""
        numbers = sorted(section.number for section in self.sections.all())
        which = listed([str(number) for number in numbers])
        return f"la section {which}" if len(numbers) == 1 else f"les sections {which}"
