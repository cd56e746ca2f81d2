"""What waits for the mail of the day."""

from django.db import models
from django.utils import timezone

from accounts.models.user import User


class DigestLine(models.Model):
    """One thing told to a person who reads such things once a day; `key` makes telling it twice harmless."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="digest_lines")
    key = models.CharField(max_length=200, unique=True)
    moment = models.CharField("moment", max_length=60)
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte")
    path = models.CharField("adresse", max_length=300, blank=True)
    created_at = models.DateTimeField("écrite le", default=timezone.now)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)

    class Meta:
        verbose_name = "ligne du courriel du jour"
        verbose_name_plural = "lignes du courriel du jour"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.subject
