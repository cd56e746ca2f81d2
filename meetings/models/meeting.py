"""Meetings of a project: their facts, their agenda and those whom they bring together."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from calls.models import Term
from core.states import StateField
from meetings.enums import Attendance, Circle, MeetingKind, MeetingState, Reply
from regions.models import RegionalProject


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def with_project(self) -> "MeetingQuerySet":
        """With what every page and deed of a meeting reads of its project, in one query."""
        return self.select_related(
            "project__call", "project__region", "project__ars", "project__aract", "project__award"
        )

    def live(self) -> "MeetingQuerySet":
        return self.filter(cancelled_at=None)

    def held(self) -> "MeetingQuerySet":
        """Those that took place: their attendance was recorded."""
        return self.filter(held_at__isnull=False)

    def to_hold(self) -> "MeetingQuerySet":
        return self.live().filter(held_at=None)

    def coming(self, now: datetime) -> "MeetingQuerySet":
        """Not begun yet, and not cancelled; the nearest first."""
        return self.to_hold().filter(starts_at__gt=now).order_by("starts_at", "pk")


class Meeting(models.Model):
    """A meeting of one body of a project (R38–R45).

    Its state is read off its dates: `convened_at` (the invitations left), `held_at` (its attendance was recorded),
    `cancelled_at`. `chair` is who presided, by name and capacity: minutes that decide money say it. `starts_at` is in
    UTC and shown in the region's time. `sequence` numbers the calendar files sent, so that a calendar knows the latest
    (RFC 5545).
    """

    project = models.ForeignKey(RegionalProject, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField("instance", max_length=12, choices=MeetingKind)
    title = models.CharField("intitulé", max_length=150)
    starts_at = models.DateTimeField("début")
    duration_minutes = models.PositiveSmallIntegerField("durée en minutes", default=120)
    place = models.CharField("lieu", max_length=200, blank=True)
    remote_link = models.URLField("lien de visioconférence", max_length=300, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    chair = models.CharField("présidence", max_length=150, blank=True)
    chair_quality = models.CharField("fonction", max_length=150, blank=True)
    created_at = models.DateTimeField("préparée le", default=timezone.now)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancel_reason = models.CharField("motif de l'annulation", max_length=500, blank=True)
    held_at = models.DateTimeField("présences relevées le", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["project", "starts_at"], name="meeting_by_project")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "starts_at"],
                condition=Q(cancelled_at=None),
                name="meeting_once",
                violation_error_message="Une réunion de cette instance est déjà prévue à cette heure.",
            ),
            models.CheckConstraint(condition=Q(duration_minutes__gte=1), name="meeting_lasts"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(held_at=None),
                name="meeting_held_or_cancelled",
                violation_error_message="Une réunion tenue ne s'annule pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.project.region.time_zone)

    @property
    def on(self) -> date:
        """Its day on the region's clocks: an evening in the Antilles is already the next day in Paris."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.duration_minutes)

    @property
    def kind_label(self) -> str:
        return MeetingKind(self.kind).short

    @property
    def is_steering(self) -> bool:
        return self.kind == MeetingKind.STEERING

    @property
    def state(self) -> MeetingState:
        if self.cancelled_at is not None:
            return MeetingState.CANCELLED
        if self.held_at is not None:
            return MeetingState.HELD
        return MeetingState.TO_CONVENE if self.convened_at is None else MeetingState.CONVENED

    def begun(self, now: datetime) -> bool:
        return self.starts_at <= now


class AgendaItem(models.Model):
    """A point of the agenda and the minutes planned for it; None when nobody said."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("point", max_length=200)
    minutes = models.PositiveSmallIntegerField("minutes", null=True, blank=True)

    class Meta:
        verbose_name = "point de l'ordre du jour"
        verbose_name_plural = "points de l'ordre du jour"
        ordering = ["meeting", "position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_item_once")]

    def __str__(self) -> str:
        return self.title


# What a seat without a profile stands for.
CIRCLE_SEATS: dict[str, str] = {Circle.PAIR: "Binôme ARS–Aract", Circle.CONTACTS: "Structure participante"}


class InviteeQuerySet(models.QuerySet["Invitee"]):
    def reachable(self) -> "InviteeQuerySet":
        return self.exclude(email="")

    def unanswered(self) -> "InviteeQuerySet":
        return self.filter(reply="")


class Invitee(models.Model):
    """A seat at a meeting: a profile and a function, where from, how many persons; no name, no union (C7).

    `circle` says how the project knew of the seat; blank when it was added by hand. The pair and the referents have no
    profile. `present` counts the persons who came for this seat. One that `votes` counts for the quorum, once.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    profile = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="profil"
    )
    circle = models.CharField("cercle", max_length=12, choices=Circle, blank=True)
    function = models.CharField("fonction", max_length=150)
    origin = models.CharField("organisme", max_length=200, blank=True)
    email = models.EmailField("courriel", max_length=150, blank=True)
    persons = models.PositiveSmallIntegerField("nombre de personnes", default=1)
    votes = models.BooleanField("voix délibérative", default=True)
    reply = StateField("réponse", max_length=12, choices=Reply, blank=True)
    replacement = models.CharField("fonction qui remplace", max_length=150, blank=True)
    replied_at = models.DateTimeField("a répondu le", null=True, blank=True)
    reminded_at = models.DateTimeField("relance du", null=True, blank=True)
    attendance = models.CharField("présence", max_length=12, choices=Attendance, blank=True)
    present = models.PositiveSmallIntegerField("personnes présentes", default=0)

    objects = InviteeQuerySet.as_manager()

    class Meta:
        verbose_name = "personne invitée"
        verbose_name_plural = "personnes invitées"
        ordering = ["meeting", "profile__vocabulary", "profile__position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(persons__gte=1), name="invitee_counts")]

    def __str__(self) -> str:
        return f"{self.function}, {self.origin}" if self.origin else self.function

    @property
    def profile_label(self) -> str:
        """What the seat stands for, in words."""
        return str(self.profile) if self.profile else CIRCLE_SEATS.get(self.circle, "Autre")
