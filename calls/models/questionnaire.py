"""Questionnaires: the questions of a fiche (and later of regional calls and reports), by revision."""

from django.db import models
from django.db.models import Q

from calls.enums import QuestionKind, SectionKind, Vocabulary

# The model that structures answer in regional calls; the others are those of fiches.
REGIONAL = "regional"


class Questionnaire(models.Model):
    """A revision of a set of sections; frozen once a call that uses it opens."""

    code = models.SlugField("code", max_length=60)
    revision = models.PositiveSmallIntegerField("révision", default=1)
    title = models.CharField("titre", max_length=200)
    frozen_at = models.DateTimeField("figé le", null=True, blank=True)

    class Meta:
        verbose_name = "questionnaire"
        ordering = ["code", "-revision"]
        constraints = [models.UniqueConstraint(fields=["code", "revision"], name="questionnaire_revision_once")]

    def __str__(self) -> str:
        return f"{self.title} (révision {self.revision})"


class Section(models.Model):
    """A page of the fiche: its questions, and the table that `kind` adds to them.

    What is sealed names it by `code`, which never changes meaning between revisions; a number may.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="sections")
    code = models.SlugField("code", max_length=60)
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("titre", max_length=150)
    kind = models.CharField("nature", max_length=20, choices=SectionKind, default=SectionKind.QUESTIONS)
    guidance = models.TextField("conseils", blank=True)

    class Meta:
        verbose_name = "section"
        ordering = ["questionnaire", "number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="section_number_once"),
            models.UniqueConstraint(fields=["questionnaire", "code"], name="section_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Question(models.Model):
    """One question. Answers are kept by `code`, so a code never changes meaning between revisions."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField("code", max_length=60)
    label = models.CharField("question", max_length=300)
    help_text = models.CharField("aide", max_length=500, blank=True)
    kind = models.CharField("nature", max_length=20, choices=QuestionKind, default=QuestionKind.LONG_TEXT)
    required = models.BooleanField("obligatoire", default=True)
    max_length = models.PositiveIntegerField("longueur maximale (caractères)", default=4000)
    vocabulary = models.CharField("liste de valeurs", max_length=30, choices=Vocabulary, blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    shown_if = models.CharField(
        "dépend de la question", max_length=60, blank=True, help_text="Code d'une question posée avant celle-ci."
    )
    shown_answers = models.CharField(
        "posée pour les réponses",
        max_length=400,
        blank=True,
        help_text="« oui », « non », ou des codes de la liste, séparés par des espaces.",
    )

    class Meta:
        verbose_name = "question"
        ordering = ["section", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="question_code_once"),
            models.CheckConstraint(
                condition=Q(shown_if="", shown_answers="") | (~Q(shown_if="") & ~Q(shown_answers="")),
                name="question_condition_whole",
                violation_error_message="Dites à la fois la question dont celle-ci dépend et les réponses qui la font "
                "poser.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def shown_by(self) -> set[str]:
        """The answers to the question that it depends on for which this one is asked (`calls.conditions`)."""
        return set(self.shown_answers.split())
