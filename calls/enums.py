"""Vocabularies that the code itself reasons with; the others are `Term` rows."""

from django.db import models

from core.states import State


class CallPhase(State):
    """Where a call stands, deduced from its dates by `calls.calendar`."""

    PREPARATION = "preparation", "new", "en préparation"
    ANNOUNCED = "announced", "info", "annoncé"
    OPEN = "open", "success", "ouvert"
    EXAMINATION = "examination", "info", "en examen"
    CONCLUDED = "concluded", "", "conclu"


class Vocabulary(models.TextChoices):
    """The controlled lists of the programme; `Term` holds their values."""

    STAGE = "etape_exploration", "étapes de l'exploration"
    DIMENSION = "dimension", "dimensions questionnées"
    THEME = "theme_national", "thèmes nationaux"
    THEME_PACA = "theme_paca", "thèmes pré-ciblés en Paca"
    NATURE = "nature_projet", "natures de projet"
    ACTION_FORM = "forme_acia", "formes d'ACIA"
    MATURITY = "maturite_projet", "états de maturité"
    PROFILE = "profil_collectif", "profils du collectif"
    EXTENDED_PROFILE = "profil_groupe_elargi", "profils du groupe élargi"
    ISSUE = "enjeu", "enjeux"
    CONDITION = "condition_reussite", "conditions favorables"
    AXIS = "axe_travail", "axes de travail"
    METHOD = "methode_recueil", "méthodes de recueil"


class SectionKind(models.TextChoices):
    """What a section of a questionnaire holds besides its questions."""

    QUESTIONS = "questions", "sans tableau"
    PARTICIPANTS = "participants", "structures participantes"
    COLLECTIVE = "collective", "collectif régional"
    EXTENDED_GROUP = "extended_group", "groupe élargi"
    STAGES = "stages", "jours par étape"
    BUDGET = "budget", "budget"


class QuestionKind(models.TextChoices):
    """The kinds of questions, by the code that sealed contents name; `calls.kinds` says what each is.

    Contents sealed before 2026-11-28 say «terms» for several choices (`calls.kinds.named`).
    """

    SHORT_TEXT = "short_text", "texte court"
    LONG_TEXT = "long_text", "texte long"
    NUMBER = "number", "nombre entier"
    AMOUNT = "amount", "montant en euros"
    DATE = "date", "date"
    YES_NO = "yes_no", "oui ou non"
    CHOICE = "choice", "un choix dans une liste"
    CHOICES = "choices", "plusieurs choix dans une liste"
    EMAIL = "email", "adresse électronique"
    ESTABLISHMENT = "establishment", "structure de l'annuaire"
    TABLE = "table", "tableau"
    BLOCK = "block", "éléments à décrire un par un"
    FILE = "file", "fichiers joints"


class Owner(models.TextChoices):
    """Which party of the pair answers a question."""

    BOTH = "both", "l'ARS et l'Aract"
    ARS = "ars", "l'ARS"
    ARACT = "aract", "l'Aract"


class DocumentKind(models.TextChoices):
    """Pieces joined to a call (R81)."""

    NOTE = "note", "note technique"
    FICHE = "fiche", "modèle de fiche projet"
    GUIDE = "guide", "guide"
    LETTER = "letter", "lettre d'instruction"
    OTHER = "other", "autre document"
