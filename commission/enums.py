"""States of reviews, decisions and notices."""

from django.db import models

from applications.enums import Outcome
from core.states import State, life

__all__ = ["AssignmentState", "DecisionState", "NationalParty", "Opinion", "Outcome", "ReviewState"]


class NationalParty(models.TextChoices):
    """The two authorities of the commission (R46)."""

    DGOS = "dgos", "DGOS"
    ANACT = "anact", "Anact"

    @property
    def article(self) -> str:
        """«la DGOS», «l'Anact»."""
        return {NationalParty.DGOS: "la DGOS", NationalParty.ANACT: "l'Anact"}[self]


@life("l'évaluation", draft="submitted")
class ReviewState(State):
    DRAFT = "draft", "info", "en cours"
    SUBMITTED = "submitted", "success", "remise"


class AssignmentState(State):
    """Where a rapporteur stands with a fiche."""

    IN_CONFLICT = "in_conflict", "warning", "lien d'intérêt déclaré"
    TO_DECLARE = "to_declare", "new", "à déclarer"
    TO_SCORE = "to_score", "new", "à noter"
    STARTED = "started", "info", "en cours"
    SUBMITTED = "submitted", "success", "remise"


class Opinion(State):
    """A rapporteur's consultative opinion (domain § 4.3)."""

    FAVOURABLE = "favourable", "success", "favorable"
    RESERVED = "reserved", "warning", "favorable avec réserves"
    UNFAVOURABLE = "unfavourable", "error", "défavorable"


@life(
    "la décision",
    proposed="proposed returned validated",
    returned="proposed",
    validated="proposed returned notified",
)
class DecisionState(State):
    PROPOSED = "proposed", "info", "proposée"
    RETURNED = "returned", "warning", "renvoyée"
    VALIDATED = "validated", "success", "validée"
    NOTIFIED = "notified", "", "notifiée"
