"""Questions about a call: what national and regional calls keep of them, and those of a national call."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from calls.models.call import Call

AnyQuestion = TypeVar("AnyQuestion", bound="PublicQuestion")


class PublicQuestionQuerySet(models.QuerySet[AnyQuestion]):
    def waiting(self) -> "PublicQuestionQuerySet[AnyQuestion]":
        return self.filter(answered_at=None)

    def published(self) -> "PublicQuestionQuerySet[AnyQuestion]":
        """Those that everyone reads, with their answer."""
        return self.exclude(answered_at=None).filter(private=False)


class PublicQuestion(models.Model):
    """A question of anybody about a call (`calls.asking`).

    `wording` is how it is published with its answer, unless it is answered to its author only (`private`); the name and
    the address of who asks stay private. `publishable` is what its author accepts.
    """

    call: Any
    name = models.CharField("nom", max_length=150, blank=True)
    email = models.EmailField("adresse électronique")
    text = models.TextField("question", max_length=1500)
    publishable = models.BooleanField("peut être publiée", default=True)
    asked_at = models.DateTimeField("posée le", default=timezone.now)
    wording = models.TextField("question publiée", max_length=1500, blank=True)
    answer = models.TextField("réponse", max_length=3000, blank=True)
    private = models.BooleanField("réponse à la personne seulement", default=False)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = PublicQuestionQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = "question du public"
        verbose_name_plural = "questions du public"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | (~Q(answer="") & (Q(private=True) | ~Q(wording=""))),
                name="%(class)s_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(private=True) | Q(publishable=True),
                name="%(class)s_published_if_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"Question du public n° {self.pk}"

    @property
    def asker(self) -> str:
        """«Prénom Nom (nom@domaine.fr)», for who answers."""
        return f"{self.name} ({self.email})" if self.name else self.email


class CallQuestion(PublicQuestion):
    """A question about a national call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")

    def get_absolute_url(self) -> str:
        return reverse("calls:answer_question", args=[self.call.slug, self.pk])
