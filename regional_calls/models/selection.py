"""How a pair sorts expressions: each party's view, then one choice that both must make (R31)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Membership
from acts.models import Act
from core.states import StateField
from regional_calls.enums import JointOutcome, Leaning, PairParty
from regional_calls.models.expression import Expression


class PartyView(models.Model):
    """What one party thinks of an expression as it was handed in the `submission`-th time."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="views")
    party = models.CharField("partie", max_length=5, choices=PairParty)
    leaning = StateField("avis", max_length=12, choices=Leaning)
    comment = models.TextField("commentaire", max_length=2000, blank=True)
    submission = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField("donné le", default=timezone.now)
    given_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "avis d'une partie"
        verbose_name_plural = "avis des parties"
        ordering = ["expression", "party"]
        constraints = [models.UniqueConstraint(fields=["expression", "party"], name="party_view_once")]

    def __str__(self) -> str:
        return f"{self.get_party_display()} : {self.get_leaning_display()}"


class JointChoice(models.Model):
    """What one party proposes and the other confirms; nothing is chosen until both have.

    `revision` grows with each proposal, so that a confirmation can only be about what its author has read. `act` is the
    letter that announces it.
    """

    expression = models.OneToOneField(Expression, on_delete=models.CASCADE, related_name="choice")
    outcome = StateField("choix", max_length=12, choices=JointOutcome)
    rank = models.PositiveSmallIntegerField("rang en liste d'attente", null=True, blank=True)
    reason = models.TextField("motif", max_length=1500, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)
    proposed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    proposed_party = models.CharField(max_length=5, choices=PairParty)
    proposed_at = models.DateTimeField("proposé le", default=timezone.now)
    confirmed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_party = models.CharField(max_length=5, choices=PairParty, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="choice")

    class Meta:
        verbose_name = "choix commun"
        verbose_name_plural = "choix communs"
        ordering = ["expression"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="retained") | ~Q(reason=""),
                name="joint_choice_says_why",
                violation_error_message="Un choix autre que « retenue » se motive.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", rank__gte=1) | (~Q(outcome="waiting") & Q(rank=None)),
                name="joint_choice_ranks_those_who_wait",
                violation_error_message="Une structure en liste d'attente a un rang, et elle seule.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None, confirmed_party="")
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_party="")
                    & ~Q(confirmed_party=F("proposed_party"))
                ),
                name="joint_choice_made_by_two",
                violation_error_message="Le choix est confirmé par l'autre partie que celle qui le propose.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} – {self.expression}"
