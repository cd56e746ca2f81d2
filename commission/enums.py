"""States of reviews, decisions and notices."""

from django.db import models

from applications.enums import Outcome

__all__ = ["DecisionState", "NationalParty", "Opinion", "Outcome", "ReviewState"]


class NationalParty(models.TextChoices):
    """The two authorities of the commission (R46)."""

    DGOS = "dgos", "DGOS"
    ANACT = "anact", "Anact"

    @property
    def article(self) -> str:
        """«la DGOS», «l'Anact»."""
        return {NationalParty.DGOS: "la DGOS", NationalParty.ANACT: "l'Anact"}[self]


class ReviewState(models.TextChoices):
    DRAFT = "draft", "en cours"
    SUBMITTED = "submitted", "remise"


class Opinion(models.TextChoices):
    """A rapporteur's consultative opinion (domain § 4.3)."""

    FAVOURABLE = "favourable", "favorable"
    RESERVED = "reserved", "favorable avec réserves"
    UNFAVOURABLE = "unfavourable", "défavorable"


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", "proposée"
    RETURNED = "returned", "renvoyée"
    VALIDATED = "validated", "validée"
    NOTIFIED = "notified", "notifiée"
