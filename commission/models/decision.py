"""Decisions, the two validations they need, and the envelope they draw on."""

from decimal import Decimal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import ApplicationState
from applications.models import Application
from calls.models import Call
from commission.enums import DecisionState, NationalParty, Outcome
from core.states import StateField


class Envelope(models.Model):
    """What a call may spend and has committed; its row is locked by every proposal, and the CHECK is the last guard."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="commitments")
    amount = models.DecimalField("enveloppe", max_digits=12, decimal_places=2)
    committed = models.DecimalField("engagé", max_digits=12, decimal_places=2, default=Decimal(0))

    class Meta:
        verbose_name = "enveloppe engagée"
        constraints = [
            models.CheckConstraint(
                condition=Q(committed__gte=0) & Q(committed__lte=F("amount")),
                name="envelope_never_exceeded",
                violation_error_message="L'enveloppe serait dépassée.",
            )
        ]

    def __str__(self) -> str:
        return f"Enveloppe de {self.call}"

    @property
    def left(self) -> Decimal:
        return self.amount - self.committed


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, hat: Membership | None) -> "DecisionQuerySet":
        """Secretaries, presidents and signatories; the pair learns of it by the notice."""
        if hat is not None and hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
            return self
        return self.none()

    def of_call(self, call: Call) -> "DecisionQuerySet":
        return self.filter(application__project__call=call)

    def binding(self) -> "DecisionQuerySet":
        """Those whose fiche still stands; a withdrawn one holds no money any more."""
        return self.exclude(application__state=ApplicationState.WITHDRAWN)

    def to_notify(self) -> "DecisionQuerySet":
        """Validated by both authorities, not yet made known: without a letter, or with one that has no file yet."""
        validated = self.binding().filter(state=DecisionState.VALIDATED)
        unprinted = self.filter(notices__revision=F("revision"), notices__act__document=None)
        return self.filter(Q(pk__in=validated.values("pk")) | Q(pk__in=unprinted.values("pk")))

    def awaiting(self, party: NationalParty) -> "DecisionQuerySet":
        """Proposed, and not yet validated by this authority."""
        given = Approval.objects.filter(decision=OuterRef("pk"), revision=OuterRef("revision"), party=party)
        return self.binding().filter(state=DecisionState.PROPOSED).exclude(Exists(given))

    def with_parties(self) -> "DecisionQuerySet":
        return self.select_related(
            "application__project__region",
            "application__project__ars",
            "application__project__aract",
            "application__project__call__rule",
        )


class Decision(models.Model):
    """What becomes of a fiche. Proposing again makes the next `revision`, and approvals given to the former lapse.

    `fixed` is the share of the call's rule; `by_rule` the complement that the rule gave when this revision was
    proposed, and `gap_reason` why another was chosen. A signatory may return a decision with a reason; it then waits
    for the next proposal, its amount still set aside.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="decision")
    revision = models.PositiveSmallIntegerField("révision", default=1)
    state = StateField("état", max_length=10, choices=DecisionState, default=DecisionState.PROPOSED, db_index=True)
    outcome = StateField("sens", max_length=12, choices=Outcome)
    fixed = models.DecimalField("part fixe", max_digits=12, decimal_places=2, default=Decimal(0))
    complement = models.DecimalField("part complémentaire", max_digits=12, decimal_places=2, default=Decimal(0))
    by_rule = models.DecimalField(
        "part complémentaire selon la règle", max_digits=12, decimal_places=2, null=True, blank=True
    )
    gap_reason = models.TextField("motif de l'écart", max_length=1000, blank=True)
    rank = models.PositiveSmallIntegerField("rang sur la liste d'attente", null=True, blank=True)
    reason = models.TextField("motif", max_length=3000)
    proposed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    returned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField("renvoyée le", null=True, blank=True)
    return_reason = models.TextField("motif du renvoi", max_length=2000, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["application"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fixed__gte=0, complement__gte=0),
                name="decision_amounts_not_negative",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.RETAINED) | Q(fixed=0, complement=0),
                name="only_retained_gets_money",
                violation_error_message="Seule une fiche retenue reçoit un montant.",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.RETAINED, by_rule__isnull=False, by_rule__gte=0)
                | (~Q(outcome=Outcome.RETAINED) & Q(by_rule=None, gap_reason="")),
                name="retained_states_the_rule",
                violation_error_message="Une fiche retenue dit ce que la règle lui donnait.",
            ),
            models.CheckConstraint(
                condition=Q(by_rule=None) | Q(complement=F("by_rule")) | ~Q(gap_reason=""),
                name="gap_with_the_rule_says_why",
                violation_error_message="Une part complémentaire qui n'est pas celle de la règle se motive.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.RETURNED) | ~Q(return_reason=""), name="return_says_why"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING) | Q(rank=None),
                name="only_waiting_is_ranked",
                violation_error_message="Seule une fiche en liste d'attente porte un rang.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} – {self.application}"

    @property
    def amount(self) -> Decimal:
        return self.fixed + self.complement

    @property
    def departs(self) -> bool:
        """Retained with another complement than the rule's."""
        return self.by_rule is not None and self.complement != self.by_rule


class Approval(models.Model):
    """One authority's validation of a revision of a decision; two are needed, from two persons (case 7)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="approvals")
    revision = models.PositiveSmallIntegerField("révision")
    party = models.CharField("autorité", max_length=5, choices=NationalParty)
    approved_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("validée le", default=timezone.now)

    class Meta:
        verbose_name = "validation"
        ordering = ["approved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "revision", "party"],
                name="one_approval_per_party",
                violation_error_message="Cette autorité a déjà validé.",
            ),
            models.UniqueConstraint(
                fields=["decision", "revision", "person"],
                name="two_persons_approve",
                violation_error_message="Les deux validations viennent de deux personnes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} – {self.decision}"
