"""Controlled vocabularies, common to all programmes or of one."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q

from calls.enums import Vocabulary
from calls.models.programme import Programme


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, vocabulary: Vocabulary) -> "TermQuerySet":
        return self.filter(vocabulary=vocabulary)

    def in_use(self) -> "TermQuerySet":
        return self.filter(retired=False)

    def known_to(self, programmes: models.QuerySet[Programme]) -> "TermQuerySet":
        """Those common to all or of these programmes, retired ones too: what their fiches may name."""
        return self.filter(Q(programme=None) | Q(programme__in=programmes))

    def known_in(self, call_pk: int) -> "TermQuerySet":
        return self.known_to(Programme.objects.filter(phases__calls=call_pk))

    def marked(self, call_pk: int) -> "TermQuerySet":
        """Each with `is_offered` in a call."""
        return self.annotate(is_offered=ExpressionWrapper(offered_by(call_pk), models.BooleanField()))

    def offered_in(self, call_pk: int) -> "TermQuerySet":
        return self.filter(offered_by(call_pk))


def offered_by(call_pk: int) -> Q:
    """Of a list, a call offers the values of its programme's own, else the common ones.

    No query is made to know the programme.
    """
    own = Q(programme__in=Programme.objects.filter(phases__calls=call_pk))
    theirs = Term.objects.in_use().filter(own, vocabulary=OuterRef("vocabulary"))
    return Q(retired=False) & (own | Q(~Exists(theirs), programme=None))


class Term(models.Model):
    """One value of a vocabulary; retired rather than deleted, because archives name it."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name="propre au programme",
        help_text="Vide : commune à tous. Un programme qui a des valeurs propres dans une liste n'offre qu'elles.",
    )
    vocabulary = models.CharField("liste", max_length=30, choices=Vocabulary)
    code = models.CharField("code", max_length=40)
    label = models.CharField("libellé", max_length=200)
    definition = models.TextField("définition", blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    source = models.CharField("source", max_length=200, blank=True)
    counts_as = models.CharField(
        "compté avec le thème national",
        max_length=40,
        blank=True,
        help_text="Code du thème national que ce thème régional dit autrement : la région choisit le sien.",
    )
    retired = models.BooleanField("retiré", default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "terme"
        ordering = ["vocabulary", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "code"],
                name="term_code_once",
                violation_error_message="Ce code existe déjà dans cette liste.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """A published questionnaire may ask to choose in a list: it is never emptied."""
        national = type(self).objects.filter(vocabulary=Vocabulary.THEME, code=self.counts_as)
        if self.counts_as and (self.vocabulary == Vocabulary.THEME or not national.exists()):
            raise ValidationError({"counts_as": "Donnez le code d'un thème national, pour un thème d'une région."})
        others = type(self).objects.filter(vocabulary=self.vocabulary, programme=self.programme_id)
        others = others.in_use().exclude(pk=self.pk)
        if self.retired and not others.exists():
            raise ValidationError(
                {"retired": "C'est la dernière valeur de cette liste : ajoutez-en une autre d'abord."}
            )
