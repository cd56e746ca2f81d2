"""Days and dates planned for the six stages (R58–R64)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from accounts.models import Organisation
from calls.enums import Vocabulary
from calls.models import Term
from core.verdicts import Refused
from regions.models import RegionalProject, StagePlan

QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class PlannedDays:
    """The plan's total, and what a day would cost if the fixed share paid for all of them (R19, R64)."""

    total: Decimal
    fixed: Decimal

    @property
    def day_cost(self) -> Decimal | None:
        """Euros per day; None while no day is planned."""
        if not self.total:
            return None
        return (self.fixed / self.total).quantize(Decimal("0.01"), ROUND_HALF_UP)


DayRates = Callable[[Organisation, int], Decimal | None]
_rates: list[DayRates] = []


def register_day_rates(rates: DayRates) -> None:
    """Called once by the room that keeps what a day of an Aract costs, which stands above this one."""
    _rates[:] = [rates]


def day_rate_of(aract: Organisation, year: int) -> Decimal | None:
    """Euros per day that an Aract counts for a year; None while it has set none."""
    return next((rates(aract, year) for rates in _rates), None)


def planned_days(project: RegionalProject, plans: list[StagePlan]) -> PlannedDays:
    total = sum((plan.planned_days for plan in plans), Decimal(0))
    return PlannedDays(total=total, fixed=project.call.rule.fixed)


def plans_by_stage(project: RegionalProject) -> list[StagePlan]:
    """One line for each stage, in order; a stage not planned yet has an unsaved one."""
    saved = {plan.stage_id: plan for plan in project.stages.select_related("stage")}
    stages = Term.objects.of(Vocabulary.STAGE).marked(project.call_id).order_by("position", "pk")
    return [
        saved.get(stage.pk) or StagePlan(project=project, stage=stage)
        for stage in stages
        if stage.pk in saved or getattr(stage, "is_offered", False)
    ]


def plan_stage(
    project: RegionalProject,
    stage: Term,
    *,
    planned_days: Decimal,
    starts_on: date | None,
    ends_on: date | None,
    method: str,
) -> StagePlan:
    """Set what one stage will take; a stage is planned by quarters of a day."""
    if stage.vocabulary != Vocabulary.STAGE:
        raise Refused("Cette étape n'existe pas.")
    if planned_days < 0 or planned_days % QUARTER:
        raise Refused("Les jours se comptent par quarts, à partir de 0.")
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("La fin de l'étape précède son début.")
    plan, _ = StagePlan.objects.update_or_create(
        project=project,
        stage=stage,
        defaults={"planned_days": planned_days, "starts_on": starts_on, "ends_on": ends_on, "method": method},
    )
    return plan


def plans_of(projects: Collection[int]) -> list[StagePlan]:
    """The planned stages of these projects, by their keys, in the order of stages."""
    rows = StagePlan.objects.filter(project__in=projects).select_related("stage")
    return list(rows.order_by("stage__position", "pk"))
