"""States and kinds that the conduct of a project reasons with."""

from django.db import models

from core.states import State


class StageState(State):
    """Where a stage stands, deduced from its plan, its true days and today (`fieldwork.stages`)."""

    COMING = "coming", "", "à venir"
    RUNNING = "running", "info", "en cours"
    LATE = "late", "warning", "en retard"
    DONE = "done", "success", "terminée"


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


class Conclusion(State):
    """What an experiment says of a hypothesis."""

    CONFIRMED = "confirmed", "success", "confirmée"
    NUANCED = "nuanced", "warning", "à nuancer"
    REFUTED = "refuted", "error", "infirmée"
