"""Convenings: the commission called together about a call, and those whom it brings together."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from acts.models import Act
from applications.models import Application
from calls.models import Call


class ConveningQuerySet(models.QuerySet["Convening"]):
    def visible_to(self, hat: Membership | None) -> "ConveningQuerySet":
        """Those who follow the commission, and those who are convened."""
        if hat is None:
            return self.none()
        if hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
            return self
        return self.filter(pk__in=Convening.members.through.objects.filter(membership=hat).values("convening"))

    def standing(self) -> "ConveningQuerySet":
        """Neither replaced by another nor called off."""
        return self.filter(act__replaced_by=None)

    def coming(self, now: datetime) -> "ConveningQuerySet":
        return self.standing().filter(starts_at__gt=now)

    def with_acts(self) -> "ConveningQuerySet":
        return self.select_related("call", "act__document", "calling_off__document")


class Convening(models.Model):
    """One meeting of the commission as it was convened, by its act; what changes it is another, which replaces it.

    `points` are what the agenda has beside the fiches, a line each; `without_quorum` follows a meeting that had none.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="convenings")
    starts_at = models.DateTimeField("date et heure")
    place = models.CharField("lieu", max_length=200, blank=True)
    remote_link = models.URLField("lien de visioconférence", max_length=300, blank=True)
    fiches = models.ManyToManyField(Application, related_name="+", verbose_name="fiches à examiner")
    points = models.TextField("autres points", max_length=2000, blank=True)
    reviews_by = models.DateField("évaluations à remettre au plus tard le")
    members = models.ManyToManyField(Membership, related_name="+", verbose_name="personnes convoquées")
    urgency = models.TextField("motif de l'urgence", max_length=1000, blank=True)
    without_quorum = models.BooleanField("sans condition de quorum", default=False)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="convening")
    calling_off = models.OneToOneField(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="convening_called_off"
    )

    objects = ConveningQuerySet.as_manager()

    class Meta:
        verbose_name = "convocation de la commission"
        verbose_name_plural = "convocations de la commission"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(place="") | ~models.Q(remote_link=""),
                name="convening_says_where",
                violation_error_message="Indiquez un lieu ou un lien de visioconférence.",
            )
        ]

    def __str__(self) -> str:
        return self.act.number

    @property
    def on(self) -> date:
        """Its day on the call's clocks."""
        return self.starts_at.astimezone(self.call.zone).date()

    def begun(self, now: datetime | None = None) -> bool:
        return self.starts_at <= (now or timezone.now())
