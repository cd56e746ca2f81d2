"""States of the fiche projet and of its parts."""

from django.db import models

from core.states import State, life


@life(
    "la fiche",
    draft="deposited withdrawn",
    deposited="admissible inadmissible withdrawn",
    admissible="withdrawn",
    inadmissible="deposited",
)
class ApplicationState(State):
    """Where the dossier stands; the call's phase, the reviews and the decision are other axes."""

    DRAFT = "draft", "new", "brouillon"
    DEPOSITED = "deposited", "info", "déposée"
    ADMISSIBLE = "admissible", "success", "recevable"
    INADMISSIBLE = "inadmissible", "error", "irrecevable"
    WITHDRAWN = "withdrawn", "", "retirée"

    @property
    def said(self) -> str:
        """As it follows «la fiche est»: a draft is no adjective."""
        return "encore en brouillon" if self == ApplicationState.DRAFT else str(self.label)


class Outcome(State):
    """What the commission's decision makes of an admissible fiche; on the fiche itself once its letter is out."""

    RETAINED = "retained", "success", "retenue"
    WAITING = "waiting", "warning", "liste d'attente"
    NOT_RETAINED = "not_retained", "error", "non retenue"


class SectionState(State):
    """What the task list says of a section."""

    TO_START = "to_start", "", "à commencer"
    STARTED = "started", "info", "en cours"
    COMPLETE = "complete", "success", "complète"
    TO_CORRECT = "to_correct", "warning", "à corriger"
    NOT_CONCERNED = "not_concerned", "", "sans objet"


@life("le fichier", pending="sound set_aside")
class FileState(State):
    """What the examination says of a joined file (`records.examining`)."""

    PENDING = "pending", "info", "en cours d'examen"
    SOUND = "sound", "success", "vérifié"
    SET_ASIDE = "set_aside", "error", "écarté"


class DraftStage(State):
    """How far a draft is, as the secretary sees it."""

    TO_START = "to_start", "", "à commencer"
    STARTED = "started", "info", "en cours"
    COMPLETE = "complete", "success", "complète, non signée"
    SIGNED_BY_ONE = "signed_by_one", "success", "signée par une partie"
    SIGNED_BY_BOTH = "signed_by_both", "success", "signée par les deux"


class ThreadSide(models.TextChoices):
    """Who writes about a deposited fiche."""

    PAIR = "pair", "le binôme"
    SECRETARIAT = "secretariat", "le secrétariat"


class LabelTone(models.TextChoices):
    """The tone of a label's badge (`core.states.Tone`), under the name of its colour."""

    NEUTRAL = "", "gris"
    INFO = "info", "bleu"
    SUCCESS = "success", "vert"
    WARNING = "warning", "orange"
    ERROR = "error", "rouge"
    NEW = "new", "jaune"


class Power(models.TextChoices):
    """By which power a person signs."""

    OWN = "own", "par mon pouvoir propre"
    DELEGATION = "delegation", "par délégation de signature"


class RefusalEnd(models.TextChoices):
    """How a refusal to sign ended."""

    CHANGED = "changed", "la fiche a changé"
    SIGNED = "signed", "la fiche est signée"
    WITHDRAWN = "withdrawn", "repris"
    REPLACED = "replaced", "remplacé par un autre motif"


class CorrectionEnd(models.TextChoices):
    """How a round of correction ended."""

    DEPOSITED = "deposited", "corrigée et déposée de nouveau"
    GIVEN_UP = "given_up", "abandonnée par le binôme"
    CLOSED = "closed", "close par le secrétariat"
    EXPIRED = "expired", "close à sa date, sans nouveau dépôt"


class Party(models.TextChoices):
    """The two signatories of a fiche."""

    ARS = "ars", "ARS"
    ARACT = "aract", "Aract"


class GuestState(State):
    """Where an invitation to sections of a fiche stands; derived from its dates."""

    ASKED = "asked", "info", "pas encore acceptée"
    UNANSWERED = "unanswered", "warning", "lien expiré"
    OPEN = "open", "success", "en cours"
    OVER = "over", "", "terminée"
    WITHDRAWN = "withdrawn", "", "retirée"
