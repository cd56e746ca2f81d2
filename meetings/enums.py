"""Vocabularies of meetings that rules are read off."""

from django.db import models

from core.states import State


class MeetingKind(models.TextChoices):
    """Which body meets (R38–R44)."""

    STEERING = "copil", "comité de pilotage (COPIL)"
    COLLECTIVE = "collectif", "collectif régional"
    EXTENDED = "elargi", "groupe élargi"
    TECHNICAL = "cotech", "comité technique (COTECH)"
    RESTITUTION = "restitution", "restitution"

    @property
    def short(self) -> str:
        """The word of every day, for a badge or a mail's subject."""
        return SHORT[self]


SHORT = {
    MeetingKind.STEERING: "COPIL",
    MeetingKind.COLLECTIVE: "Collectif régional",
    MeetingKind.EXTENDED: "Groupe élargi",
    MeetingKind.TECHNICAL: "COTECH",
    MeetingKind.RESTITUTION: "Restitution",
}


class MeetingState(State):
    """Where a meeting stands; derived from its dates, never stored."""

    TO_CONVENE = "to_convene", "new", "à convoquer"
    CONVENED = "convened", "info", "convoquée"
    HELD = "held", "success", "tenue"
    CANCELLED = "cancelled", "", "annulée"


class Circle(models.TextChoices):
    """Whom a meeting may bring together; the project already knows them."""

    PAIR = "binome", "le binôme ARS–Aract"
    CONTACTS = "referents", "les référents des structures participantes"
    COLLECTIVE = "collectif", "le collectif régional"
    EXTENDED = "elargi", "le groupe élargi"


# Whom each kind of meeting usually brings together; a restitution brings both groups face to face (R42).
USUAL_CIRCLES = {
    MeetingKind.STEERING: (Circle.PAIR, Circle.CONTACTS),
    MeetingKind.COLLECTIVE: (Circle.PAIR, Circle.COLLECTIVE),
    MeetingKind.EXTENDED: (Circle.PAIR, Circle.EXTENDED),
    MeetingKind.TECHNICAL: (Circle.PAIR, Circle.EXTENDED),
    MeetingKind.RESTITUTION: (Circle.PAIR, Circle.COLLECTIVE, Circle.EXTENDED),
}


class Reply(State):
    """What an invitee answers, without an account."""

    COMING = "coming", "success", "vient"
    NOT_COMING = "not_coming", "warning", "ne vient pas"
    REPLACED = "replaced", "info", "se fait remplacer"


class Attendance(models.TextChoices):
    """What the sheet says of an invitee on the day."""

    PRESENT = "present", "présent(e)"
    REPRESENTED = "represented", "représenté(e)"
    EXCUSED = "excused", "excusé(e)"
    ABSENT = "absent", "absent(e)"


# Those for whom somebody sat in the room.
IN_THE_ROOM = (Attendance.PRESENT, Attendance.REPRESENTED)
