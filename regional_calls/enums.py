"""The words for the life of a regional call and of the expressions that answer it."""

from django.db import models


class RegionalPhase(models.TextChoices):
    """Where a regional call stands, deduced from its dates by `regional_calls.calendar`."""

    PREPARATION = "preparation", "en préparation"
    ANNOUNCED = "announced", "annoncé"
    OPEN = "open", "ouvert"
    SORTING = "sorting", "choix en cours"
    CONCLUDED = "concluded", "conclu"


class ExpressionState(models.TextChoices):
    DRAFT = "draft", "brouillon"
    SUBMITTED = "submitted", "remise"
    WITHDRAWN = "withdrawn", "retirée"


class PieceKind(models.TextChoices):
    """What a structure joins to its expression (domain § 4.2)."""

    ENGAGEMENT = "engagement", "lettre d'engagement de la direction"
    MINUTES = "minutes", "extrait du procès-verbal d'une instance"
    PRESENTATION = "presentation", "présentation du projet numérique"
    OTHER = "other", "autre pièce"


class PairParty(models.TextChoices):
    """The two of a pair (R25)."""

    ARS = "ars", "ARS"
    ARACT = "aract", "Aract"

    @property
    def other(self) -> "PairParty":
        return PairParty.ARACT if self == PairParty.ARS else PairParty.ARS


class Leaning(models.TextChoices):
    """What one party thinks of an expression."""

    FAVOURABLE = "favourable", "favorable"
    RESERVED = "reserved", "réservé"
    UNFAVOURABLE = "unfavourable", "défavorable"


class Outcome(models.TextChoices):
    """What the pair chooses together (R31)."""

    RETAINED = "retained", "retenue"
    WAITING = "waiting", "liste d'attente"
    NOT_RETAINED = "not_retained", "non retenue"
