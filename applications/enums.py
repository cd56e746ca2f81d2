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


class Party(models.TextChoices):
    """The two signatories of a fiche."""

    ARS = "ars", "ARS"
    ARACT = "aract", "Aract"
