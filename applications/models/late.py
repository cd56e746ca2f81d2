"""Late access: by exception, a code that opens a draft after its call has closed."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Membership, Region
from applications.models.application import Application
from calls.models import Call


class LateAccess(models.Model):
    """A code that the secretary makes for a call, for one region or any; only its digest is kept.

    `expires_at` is exclusive; a revoked code closes what it had opened.
    """

    MOST_USES = 30

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="late_accesses")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    uses = models.PositiveSmallIntegerField("nombre d'emplois", default=1)
    reason = models.TextField("motif", max_length=1000)
    expires_at = models.DateTimeField("expire le")
    code_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("créé le", default=timezone.now)
    revoked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "code d'accès tardif"
        verbose_name_plural = "codes d'accès tardif"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="late_access_says_why", violation_error_message="Une exception se motive."
            ),
            models.CheckConstraint(
                condition=Q(uses__gte=1, uses__lte=30),
                name="late_access_is_bounded",
                violation_error_message="Un code sert de 1 à 30 fois.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="late_access_expires_later",
                violation_error_message="Un code expire après sa création.",
            ),
        ]

    def __str__(self) -> str:
        return f"Code d'accès tardif {self.pk} – {self.call}"

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class LateEntryQuerySet(models.QuerySet["LateEntry"]):
    def open_at(self, at: datetime) -> "LateEntryQuerySet":
        """Those whose code is neither revoked nor expired."""
        return self.filter(access__revoked_at=None, access__expires_at__gt=at)


class LateEntry(models.Model):
    """A fiche that a code opened."""

    access = models.ForeignKey(LateAccess, on_delete=models.PROTECT, related_name="entries")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="late_entries")
    entered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("saisi le", default=timezone.now)

    objects = LateEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "accès tardif"
        verbose_name_plural = "accès tardifs"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["access", "application"], name="one_entry_per_code_and_fiche")]

    def __str__(self) -> str:
        return f"{self.access} – {self.application}"
