"""Programmes and their phases: the families of calls, which secretaries open without code."""

from django.db import models


class Programme(models.Model):
    """A national scheme and its owners (R3); several may live side by side."""

    name = models.CharField("nom", max_length=200)
    slug = models.SlugField(unique=True)
    # How references, mails and lists name its calls; each call keeps it.
    acronym = models.CharField("sigle", max_length=12, unique=True)
    owners = models.CharField("porté par", max_length=200)
    introduction = models.TextField("en quelques phrases", blank=True)
    objectives = models.TextField("objectifs", blank=True)

    class Meta:
        verbose_name = "programme"

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """What a call of a programme is for (R10, R14); frozen once such a call opens. Its code is its own among all."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    code = models.SlugField("code", max_length=60, unique=True)
    name = models.CharField("nom", max_length=60)
    position = models.PositiveSmallIntegerField("ordre", default=1)
    measures = models.BooleanField(
        "mesure une expérimentation",
        default=False,
        help_text="Ses projets posent des hypothèses, les mesurent et en concluent.",
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name="suit la phase",
        help_text="Un appel prolonge un appel de la même phase, ou de celle qu'elle suit.",
    )
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)

    class Meta:
        verbose_name = "phase"
        ordering = ["programme", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="phase_name_once",
                violation_error_message="Ce programme a déjà une phase de ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
