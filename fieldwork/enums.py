"""States and kinds that the conduct of a project reasons with."""

from django.db import models


class StageState(models.TextChoices):
    """Where a stage stands, deduced from its plan, its true days and today (`fieldwork.stages`)."""

    COMING = "coming", "à venir"
    RUNNING = "running", "en cours"
    LATE = "late", "en retard"
    DONE = "done", "terminée"


class DeliverableKind(models.TextChoices):
    """What a milestone produces (R77–R79, R88)."""

    NOTE = "note", "note"
    TOOL = "outil", "outil"
    REPORT = "compte_rendu", "compte rendu"
    SYNTHESIS = "synthese", "synthèse"
    ASSESSMENT = "bilan", "bilan"
    ORIENTATION = "orientation", "orientations d'expérimentation"
    OTHER = "autre", "autre production"


class Direction(models.TextChoices):
    """Which way an indicator should move for the hypothesis to hold."""

    UP = "up", "à la hausse"
    DOWN = "down", "à la baisse"


class Conclusion(models.TextChoices):
    """What an experiment says of a hypothesis."""

    CONFIRMED = "confirmed", "confirmée"
    NUANCED = "nuanced", "à nuancer"
    REFUTED = "refuted", "infirmée"
