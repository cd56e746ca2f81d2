"""Assignments and reviews: who reads which fiche, and what they think of it."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import ApplicationState
from applications.models import Application, Deposit
from calls.models import Call, Criterion
from commission.enums import AssignmentState, DecisionState, NationalParty, Opinion, ReviewState
from core.states import StateField


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of_call(self, call: Call) -> "AssignmentQuerySet":
        return self.filter(application__project__call=call)

    def with_fiche(self) -> "AssignmentQuerySet":
        """With what a line about the assignment names: call, region, rapporteur, review."""
        return self.select_related(
            "application__project__call",
            "application__project__region",
            "rapporteur__user",
            "rapporteur__organisation",
            "review",
        )

    def to_score(self) -> "AssignmentQuerySet":
        """Live, on a fiche still under examination, free of conflict so far, and whose review is not in.

        The examination ends with a validated decision (`examination.ensure_examined`).
        """
        return (
            self.live()
            .filter(Q(has_conflict=None) | Q(has_conflict=False), application__state=ApplicationState.ADMISSIBLE)
            .exclude(review__state=ReviewState.SUBMITTED)
            .exclude(application__decision__state__in=[DecisionState.VALIDATED, DecisionState.NOTIFIED])
        )

    def live(self) -> "AssignmentQuerySet":
        return self.filter(ended_at=None)

    def visible_to(self, hat: Membership | None) -> "AssignmentQuerySet":
        """A rapporteur sees their own; secretaries and presidents see all."""
        if hat is None:
            return self.none()
        if hat.is_national(Role.SECRETARY, Role.PRESIDENT):
            return self
        if hat.is_national(Role.RAPPORTEUR):
            return self.filter(rapporteur=hat)
        return self.none()


class Assignment(models.Model):
    """A fiche given to one rapporteur of DGOS or of Anact, with the conflict declaration that opens it.

    `has_conflict` is None until the rapporteur declares.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    party = models.CharField("autorité", max_length=5, choices=NationalParty)
    rapporteur = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("confiée le", default=timezone.now)
    has_conflict = models.BooleanField("lien d'intérêt", null=True, blank=True)
    conflict_reason = models.TextField("nature du lien", max_length=1000, blank=True)
    declared_at = models.DateTimeField("déclaré le", null=True, blank=True)
    ended_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport confié"
        verbose_name_plural = "rapports confiés"
        ordering = ["application", "party", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "party"],
                condition=Q(ended_at=None),
                name="one_rapporteur_per_party",
                violation_error_message="Un rapporteur de cette autorité est déjà désigné.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rapporteur} – {self.application}"

    @property
    def done(self) -> bool:
        """The review is submitted."""
        return hasattr(self, "review") and self.review.state == ReviewState.SUBMITTED

    @property
    def state(self) -> AssignmentState:
        if self.has_conflict:
            return AssignmentState.IN_CONFLICT
        if self.has_conflict is None:
            return AssignmentState.TO_DECLARE
        if self.done:
            return AssignmentState.SUBMITTED
        started = hasattr(self, "review") and self.review.edited_at != self.declared_at
        return AssignmentState.STARTED if started else AssignmentState.TO_SCORE


class ReviewQuerySet(models.QuerySet["Review"]):
    def submitted(self) -> "ReviewQuerySet":
        return self.filter(state=ReviewState.SUBMITTED, assignment__ended_at=None, assignment__has_conflict=False)

    def visible_to(self, hat: Membership | None) -> "ReviewQuerySet":
        """Secretaries, presidents and signatories read submitted reviews; a rapporteur reads their own.

        The other rapporteur's opens once one's own is submitted. A declared conflict closes both (case 36).
        """
        if hat is None:
            return self.none()
        if hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
            return self.submitted()
        if hat.is_national(Role.RAPPORTEUR):
            own = Review.objects.filter(assignment__rapporteur=hat)
            mine_done = own.submitted().values("assignment__application")
            return self.filter(
                Q(assignment__rapporteur=hat, assignment__ended_at=None, assignment__has_conflict=False)
                | Q(pk__in=Review.objects.submitted(), assignment__application__in=mine_done)
            )
        return self.none()


class Review(models.Model):
    """A rapporteur's judgement of a deposit. `total` is on 20, set when submitted."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="review")
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="reviews")
    state = StateField("état", max_length=10, choices=ReviewState, default=ReviewState.DRAFT)
    opinion = StateField("avis", max_length=12, choices=Opinion, blank=True)
    comment = models.TextField("appréciation générale", max_length=4000, blank=True)
    total = models.DecimalField("note sur 20", max_digits=4, decimal_places=2, null=True, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField("remise le", null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "évaluation"
        ordering = ["assignment"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReviewState.DRAFT)
                | (Q(submitted_at__isnull=False) & Q(total__isnull=False) & ~Q(opinion="")),
                name="submitted_review_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"Évaluation de {self.assignment}"


class Score(models.Model):
    """A score from 0 to 4 for a criterion, with its justification."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField("note", null=True, blank=True)
    justification = models.TextField("justification", max_length=2000, blank=True)

    class Meta:
        verbose_name = "note"
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="criterion_scored_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__lte=4), name="score_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.value}"


def total_on_20(scores: list[tuple[int, int]]) -> Decimal:
    """The weighted mean of (score 0–4, weight) brought to 20, rounded to the hundredth."""
    weights = sum(weight for _, weight in scores)
    points = Decimal(sum(score * weight for score, weight in scores))
    return (points * 20 / (Criterion.TOP_SCORE * weights)).quantize(Decimal("0.01"), ROUND_HALF_UP)
