"""States of the fiche projet and of its parts."""

from django.db import models


class ApplicationState(models.TextChoices):
    """Where the dossier stands; the call's phase, the reviews and the decision are other axes."""

    DRAFT = "draft", "brouillon"
    DEPOSITED = "deposited", "déposée"
    ADMISSIBLE = "admissible", "recevable"
    INADMISSIBLE = "inadmissible", "irrecevable"
    WITHDRAWN = "withdrawn", "retirée"


class Outcome(models.TextChoices):
    """What the commission's decision makes of an admissible fiche; on the fiche itself once its letter is out."""

    RETAINED = "retained", "retenue"
    WAITING = "waiting", "liste d'attente"
    NOT_RETAINED = "not_retained", "non retenue"


class SectionState(models.TextChoices):
    """What the task list says of a section."""

    TO_START = "to_start", "à commencer"
    STARTED = "started", "en cours"
    COMPLETE = "complete", "complète"


class Party(models.TextChoices):
    """The two signatories of a fiche."""

    ARS = "ars", "ARS"
    ARACT = "aract", "Aract"
