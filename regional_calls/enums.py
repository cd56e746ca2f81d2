"""The words for the life of a regional call and of the expressions that answer it."""

from django.db import models

from core.states import State, life


class RegionalPhase(State):
    """Where a regional call stands, deduced from its dates by `regional_calls.calendar`."""

    PREPARATION = "preparation", "new", "en préparation"
    ANNOUNCED = "announced", "info", "annoncé"
    OPEN = "open", "success", "ouvert"
    SORTING = "sorting", "info", "choix en cours"
    CONCLUDED = "concluded", "", "conclu"


@life("la réponse", draft="submitted", submitted="submitted withdrawn", withdrawn="submitted")
class ExpressionState(State):
    DRAFT = "draft", "new", "brouillon"
    SUBMITTED = "submitted", "success", "remise"
    WITHDRAWN = "withdrawn", "", "retirée"


class StepState(State):
    """How far a page of an expression is."""

    TO_START = "to_start", "", "à commencer"
    STARTED = "started", "info", "en cours"
    COMPLETE = "complete", "success", "complet"


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


class Leaning(State):
    """What one party thinks of an expression."""

    FAVOURABLE = "favourable", "success", "favorable"
    RESERVED = "reserved", "warning", "réservé"
    UNFAVOURABLE = "unfavourable", "error", "défavorable"


class JointOutcome(State):
    """What the pair chooses together (R31)."""

    RETAINED = "retained", "success", "retenue"
    WAITING = "waiting", "info", "liste d'attente"
    NOT_RETAINED = "not_retained", "", "non retenue"
