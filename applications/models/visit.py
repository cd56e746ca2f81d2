"""How far each person of the pair has read what the others wrote."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from applications.models.application import Application


class Visit(models.Model):
    """`seen` is the last version there was when the person last looked, `before` when the visit before that ended.

    Looks less than `LASTS` apart are one visit: what is new stays so while one goes to and fro.
    """

    LASTS = timedelta(minutes=30)

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="visits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen = models.BigIntegerField("dernière version vue", default=0)
    before = models.BigIntegerField("vue à la visite précédente", default=0)
    at = models.DateTimeField("dernière visite", default=timezone.now)

    class Meta:
        verbose_name = "visite d'une fiche"
        verbose_name_plural = "visites d'une fiche"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.application}"
