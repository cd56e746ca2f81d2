"""The journal: one row per deed, chained by hashes, which the database refuses to change."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.wording import PARIS


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def about(self, subject: models.Model) -> "JournalEntryQuerySet":
        """The history of one row."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))  # noqa: SLF001

    def between(self, first: date | None, last: date | None) -> "JournalEntryQuerySet":
        """Rows of these days, both included, as the calendar of Paris counts them."""
        rows = self
        if first is not None:
            rows = rows.filter(at__gte=datetime.combine(first, time.min, PARIS))
        if last is not None:
            rows = rows.filter(at__lt=datetime.combine(last + timedelta(days=1), time.min, PARIS))
        return rows


class JournalEntry(models.Model):
    """Who did what to what, when; written once by `records.journal.record`.

    Each row's hash covers its content and the hash of the row before, so that a removed or altered row is found
    (`manage.py verify_journal`). Triggers refuse UPDATE, DELETE and TRUNCATE. Labels are copied, because history
    outlives people and names.
    """

    at = models.DateTimeField("date", default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="auteur",
    )
    actor_label = models.CharField("auteur", max_length=300)
    deed = models.CharField("acte", max_length=80, db_index=True)
    subject_type = models.CharField("type d'objet", max_length=80)
    subject_id = models.CharField("identifiant", max_length=40)
    subject_label = models.CharField("objet", max_length=300)
    summary = models.CharField("résumé", max_length=500, blank=True)
    data = models.JSONField("données", default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField("empreinte", max_length=64, unique=True)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="journal_subject")]

    def __str__(self) -> str:
        return f"{self.deed} : {self.subject_label}"
