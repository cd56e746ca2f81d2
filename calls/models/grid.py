"""Scoring grids: weighted criteria with worded levels, by revision."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q


class Grid(models.Model):
    """A revision of the criteria; frozen once a call that uses it opens (domain § 4.3)."""

    code = models.SlugField("code", max_length=60)
    revision = models.PositiveSmallIntegerField("révision", default=1)
    title = models.CharField("titre", max_length=200)
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)

    class Meta:
        verbose_name = "grille"
        ordering = ["code", "-revision"]
        constraints = [models.UniqueConstraint(fields=["code", "revision"], name="grid_revision_once")]

    def __str__(self) -> str:
        return f"{self.title} (révision {self.revision})"


class Criterion(models.Model):
    """What is scored, from 0 to 4, and how much it weighs."""

    TOP_SCORE = 4

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField("code", max_length=60)
    title = models.CharField("critère", max_length=150)
    question = models.CharField("question posée", max_length=400)
    weight = models.PositiveSmallIntegerField("poids", default=1, validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ["grid", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["grid", "code"], name="criterion_code_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="criterion_weighs"),
        ]

    def __str__(self) -> str:
        return self.title


class Level(models.Model):
    """What a score means for a criterion."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    score = models.PositiveSmallIntegerField("note")
    wording = models.CharField("libellé", max_length=300)

    class Meta:
        verbose_name = "niveau"
        verbose_name_plural = "niveaux"
        ordering = ["criterion", "score"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "score"], name="level_score_once"),
            models.CheckConstraint(condition=Q(score__lte=4), name="level_score_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.score} : {self.wording}"
