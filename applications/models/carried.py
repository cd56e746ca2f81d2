"""What a fiche took from an earlier one, or from its regional call, so that nobody types it again."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from applications.models.application import Application
from applications.models.deposit import Deposit
from calls.models import Question
from core.wording import day
from regional_calls.models import RegionalCall
from regions.models import CollectiveMember, Participation


class CarriedOverQuerySet(models.QuerySet["CarriedOver"]):
    def in_full(self) -> "CarriedOverQuerySet":
        """With all that is said of each, in one query."""
        return self.select_related(
            "source__application__project__call",
            "regional_call",
            "participation__establishment",
            "participation__digital_project",
            "member__profile",
            "member__participation__establishment",
            "kept_by__user",
            "kept_by__organisation",
        ).defer("source__content", "source__application__heading")


class CarriedOver(models.Model):
    """An answer (by the `code` of its question), a structure or a member that was taken from a source.

    `value` is what was taken, as JSON: an answer as it is stored, a row as `snapshot` reads it. What still says that,
    and that nobody kept, is no assertion of the pair's: it keeps the fiche from being signed (`applications.carried`).
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="carried")
    source = models.ForeignKey(
        Deposit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dépôt d'origine"
    )
    regional_call = models.ForeignKey(
        RegionalCall, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="appel régional"
    )
    code = models.CharField("question", max_length=60, blank=True)
    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, null=True, blank=True, related_name="carried", verbose_name="structure"
    )
    member = models.OneToOneField(
        CollectiveMember, on_delete=models.CASCADE, null=True, blank=True, related_name="carried", verbose_name="membre"
    )
    value = models.JSONField("ce qui est repris", null=True)
    taken_at = models.DateTimeField("repris le")
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField("gardé le", null=True, blank=True)
    kept_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CarriedOverQuerySet.as_manager()

    class Meta:
        verbose_name = "reprise"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source=None, regional_call__isnull=False) | Q(source__isnull=False, regional_call=None),
                name="carried_over_from_one_source",
                violation_error_message="Une reprise a une seule source.",
            ),
            models.CheckConstraint(
                condition=(Q(participation=None, member=None) & ~Q(code=""))
                | Q(code="", participation__isnull=False, member=None)
                | Q(code="", participation=None, member__isnull=False),
                name="carried_over_is_one_thing",
                violation_error_message="Une reprise est une réponse, une structure ou un membre.",
            ),
            models.CheckConstraint(
                condition=Q(kept_at=None, kept_by=None) | Q(kept_at__isnull=False, kept_by__isnull=False),
                name="carried_over_kept_by_somebody",
                violation_error_message="Une reprise est gardée par quelqu'un.",
            ),
            models.UniqueConstraint(
                fields=["application", "code"],
                condition=~Q(code=""),
                name="answer_carried_over_once",
                violation_error_message="Cette réponse est déjà reprise.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.participation or self.member or self.question)

    @property
    def question(self) -> str:
        """The words of the question that was answered."""
        asked = Question.objects.filter(section__questionnaire=self.application.questionnaire_id, code=self.code)
        return asked.values_list("label", flat=True).first() or self.code

    @property
    def origin(self) -> str:
        """Where it comes from, in words that follow «repris de»."""
        if self.source is not None:
            return fiche_deposited(self.source, self.source.application)
        return f"l'appel régional « {self.regional_call} »"

    @property
    def row(self) -> Participation | CollectiveMember | None:
        return self.participation or self.member


def fiche_deposited(deposit: Deposit, application: Application) -> str:
    """«la fiche ACIA-2026-1-BRE-003, déposée le 4 octobre 2026», by the clock of its call."""
    on = deposit.received_at.astimezone(application.project.call.zone).date()
    return f"la fiche {deposit.number}, déposée le {day(on)}"


def snapshot(row: Participation | CollectiveMember) -> dict[str, Any]:
    """What a row says that its form may change; plain JSON."""
    if isinstance(row, Participation):
        return {
            "digital_project": row.digital_project_id,
            "contact_function": row.contact_function,
            "contact_email": row.contact_email,
        }
    return {
        "profile": row.profile_id,
        "function": row.function,
        "participation": row.participation_id,
        "organisation_name": row.organisation_name,
        "seats": row.seats,
    }
