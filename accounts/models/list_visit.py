"""When each person last looked at a list, so that what moved since is shown as new."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models.user import User


class ListVisit(models.Model):
    """`at` is the last look, `before` the end of the visit before this one: what moved after it is new.

    Looks less than `LASTS` apart are one visit: what is new stays so while one goes to and fro.
    """

    LASTS = timedelta(minutes=30)
    NOTED_EVERY = timedelta(minutes=5)

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    path = models.CharField("adresse de la liste", max_length=300)
    before = models.DateTimeField("fin de la visite précédente", default=timezone.now)
    at = models.DateTimeField("dernière visite", default=timezone.now)

    class Meta:
        verbose_name = "visite d'une liste"
        verbose_name_plural = "visites d'une liste"
        constraints = [models.UniqueConstraint(fields=["person", "path"], name="list_visited_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.path}"
