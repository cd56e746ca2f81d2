"""What the pair says to itself about a question of its fiche, beside the text and never in it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from applications.models.application import Application
from calls.models import Question, Section

LONGEST = 2000


class RemarkQuerySet(models.QuerySet["Remark"]):
    def threads(self) -> "RemarkQuerySet":
        """The first remark of each thread, with those that answer it, in order."""
        named = models.Prefetch("mentioned", Membership.objects.select_related("user", "organisation"))
        replies = Remark.objects.select_related("author__user", "author__organisation").order_by("pk")
        return (
            self.filter(thread=None)
            .select_related("section", "question", "author__user", "author__organisation", "resolved_by__user")
            .prefetch_related(models.Prefetch("replies", replies.prefetch_related(named)), named)
        )

    def open(self) -> "RemarkQuerySet":
        return self.filter(thread=None, resolved_at=None, removed_at=None)


class Remark(models.Model):
    """One remark: the first of a thread about a question, or about a section as a whole, or an answer within one.

    A thread is closed once `resolved_at`. A removed remark keeps its place, its author and its date; its text is gone.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="remarks")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    thread = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("remarque", max_length=LONGEST, blank=True)
    mentioned = models.ManyToManyField(Membership, related_name="+", verbose_name="personnes prévenues")
    written_at = models.DateTimeField("écrite le", default=timezone.now, db_index=True)
    edited_at = models.DateTimeField("modifiée le", null=True, blank=True)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)
    resolved_at = models.DateTimeField("résolue le", null=True, blank=True)
    resolved_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = "remarque"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(text=""),
                name="removed_remark_says_nothing",
                violation_error_message="Une remarque retirée n'a plus de texte.",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, thread=None),
                name="thread_resolved_by_somebody",
                violation_error_message="Une remarque est résolue par quelqu'un.",
            ),
        ]

    def __str__(self) -> str:
        return f"Remarque sur {self.subject}"

    @property
    def subject(self) -> str:
        """«« Contexte régional »» or «la section 3»: what it is about, in a sentence."""
        return f"« {self.question.label} »" if self.question else f"la section {self.section.number}"

    @property
    def whole(self) -> list["Remark"]:
        """A thread in order, its first remark first."""
        return [self, *self.replies.all()]

    @property
    def last(self) -> "Remark":
        """The last word of a thread, removed ones left aside."""
        return next((one for one in reversed(self.whole) if one.removed_at is None), self)
