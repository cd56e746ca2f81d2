"""Propositions of the white paper that projects may relate to."""

from django.db import models


class Proposition(models.Model):
    """One of the 15 propositions quoted by the source, out of 20 announced (X1, R85)."""

    ANNOUNCED = 20

    heading_code = models.CharField("code de rubrique", max_length=1)
    heading = models.CharField("rubrique", max_length=150)
    reference = models.CharField("référence", max_length=4, unique=True)
    title = models.CharField("titre", max_length=250)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    source = models.CharField("source", max_length=200, blank=True)

    class Meta:
        verbose_name = "proposition"
        ordering = ["heading_code", "position"]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"
