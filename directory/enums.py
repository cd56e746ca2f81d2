"""Vocabularies of establishments and of the national directory."""

from django.db import models

from core.states import State, life


class Sector(models.TextChoices):
    """Field of care (R35)."""

    HEALTH = "sanitaire", "sanitaire"
    MEDICO_SOCIAL = "medico_social", "médico-social"
    SOCIAL = "social", "social"


class LegalStatus(models.TextChoices):
    """Public or private (R34)."""

    PUBLIC = "public", "public"
    NON_PROFIT = "prive_non_lucratif", "privé non lucratif"
    FOR_PROFIT = "prive_lucratif", "privé lucratif"


class EntityKind(models.TextChoices):
    """Who may take part (R32)."""

    ESTABLISHMENT = "etablissement", "établissement"
    GROUPING = "groupement", "groupement"
    TERRITORY = "territoire", "territoire"


class FinessFormat(models.TextChoices):
    """How FINESS files are written: the former stock, the ANS flow since July 2026 (X12)."""

    STOCK = "stock", "stock historique (CSV)"
    FLOW = "flow", "flux de l'ANS (JSON)"


@life("l'import", waiting="done refused")
class ImportState(State):
    WAITING = "waiting", "info", "en attente"
    DONE = "done", "success", "importé"
    REFUSED = "refused", "error", "refusé"
