"""Gapless numbers of what is issued: receipts, notices."""

from django.db import models


class Sequence(models.Model):
    """The last number given under a name; its row is locked while the next is taken."""

    name = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "numérotation"

    def __str__(self) -> str:
        return f"{self.name} : {self.last}"
