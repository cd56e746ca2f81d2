"""Questionnaires: the questions of a fiche (and later of regional calls and reports), by revision."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models

from calls.clauses import Clause, parse
from calls.enums import Owner, QuestionKind, SectionKind
from calls.kinds import Kind, SettingsError, kind_of

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
    condition = models.JSONField(
        "demandée si",
        default=dict,
        blank=True,
        help_text="Vide : toujours. Sinon, selon des questions des sections précédentes, comme pour une question.",
    )

    class Meta:
        verbose_name = "section"
        ordering = ["questionnaire", "number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="section_number_once"),
            models.UniqueConstraint(fields=["questionnaire", "code"], name="section_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def clean(self) -> None:
        clean_condition(self)

    @cached_property
    def clause(self) -> Clause:
        """When it is asked for; «sans objet» otherwise (`calls.conditions.is_void`)."""
        return parse(self.condition)


def clean_condition(row: "Section | Question") -> None:
    """Its condition is one that can be read; publication judges what it says (`calls.answerable`)."""
    try:
        parse(row.condition)
    except ValidationError as error:
        raise ValidationError({"condition": error.messages}) from None


class Question(models.Model):
    """One question. Answers are kept by `code`, so a code never changes meaning between revisions."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField("code", max_length=60)
    label = models.CharField("question", max_length=300)
    help_text = models.CharField("aide", max_length=500, blank=True)
    kind = models.CharField("nature", max_length=20, choices=QuestionKind, default=QuestionKind.LONG_TEXT)
    required = models.BooleanField("obligatoire", default=True)
    settings = models.JSONField(
        "réglages",
        default=dict,
        blank=True,
        help_text='Selon la nature : {"max_length": 1500}, {"vocabulary": "enjeu"}, {"options": [{"code": "a", '
        '"label": "Premier choix"}], "other": true}…',
    )
    owner = models.CharField(
        "à remplir par",
        max_length=10,
        choices=Owner,
        default=Owner.BOTH,
        help_text="L'autre partie lit la réponse et ne peut pas l'écrire.",
    )
    for_reviewers = models.BooleanField(
        "montrée aux rapporteurs",
        default=True,
        help_text="Sinon, seuls la lisent l'ARS, l'Aract et le secrétariat de la commission.",
    )
    personal = models.BooleanField(
        "donnée personnelle",
        default=False,
        help_text="La page le dit à côté de la question ; la réponse ne part pas dans les exports des lecteurs.",
    )
    position = models.PositiveSmallIntegerField("ordre", default=0)
    condition = models.JSONField(
        "posée si",
        default=dict,
        blank=True,
        help_text='Vide : toujours. Sinon, selon des questions posées avant celle-ci : {"question": "appel", '
        '"one_of": ["oui"]} ; « none_of », « answered », « at_least », « at_most » ; plusieurs tests dans '
        '{"all": […]} ou {"any": […]}.',
    )

    # Not a column: what is left of its condition for the page that draws it (`calls.conditions.asked_on_page`).
    left: Clause | None = None

    class Meta:
        verbose_name = "question"
        ordering = ["section", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="question_code_once"),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Settings are those of its kind: what is wrong is said at once, before anybody answers."""
        clean_condition(self)
        try:
            kind_of(self.kind, self.settings if isinstance(self.settings, dict) else {"": None})
        except SettingsError as error:
            raise ValidationError({"settings": error.messages}) from None
        except KeyError:
            return  # the field says it

    @cached_property
    def asks(self) -> Kind:
        """Its kind with its settings: all that is done with an answer (`calls.kinds`)."""
        return kind_of(self.kind, self.settings)

    @cached_property
    def clause(self) -> Clause:
        """When it is asked (`calls.conditions`)."""
        return parse(self.condition)
