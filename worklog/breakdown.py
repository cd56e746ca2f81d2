"""Where the days went: by stage against the plan, by establishment, by consultant; one query."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from accounts.models import Membership
from directory.models import Establishment, plain
from regions.models import RegionalProject
from regions.planning import plans_by_stage
from worklog.consultants import name_of

NONE = Decimal(0)


@dataclass(frozen=True)
class StageLine:
    """A stage: days planned, done, and what remains (negative when more was done)."""

    label: str
    planned: Decimal
    done: Decimal

    @property
    def remaining(self) -> Decimal:
        return self.planned - self.done


@dataclass(frozen=True)
class Part:
    """Days under one name, and their share of all days in %."""

    label: str
    days: Decimal
    percent: int


@dataclass(frozen=True)
class Breakdown:
    stages: list[StageLine]
    establishments: list[Part]
    consultants: list[Part]


def days_by_stage(project: RegionalProject) -> dict[int, Decimal]:
    """Days done by stage key."""
    return dict(project.work_days.order_by().values_list("stage").annotate(total=Sum("days")))


def breakdown(project: RegionalProject) -> Breakdown:
    sums = list(
        project.work_days.order_by().values_list("stage", "establishment", "consultant").annotate(total=Sum("days"))
    )
    by_stage: dict[int, Decimal] = defaultdict(Decimal)
    for stage, _, _, total in sums:
        by_stage[stage] += total
    stages = [
        StageLine(plan.stage.label, plan.planned_days, by_stage.get(plan.stage_id, NONE))
        for plan in plans_by_stage(project)
    ]
    places = {one.pk: one.name for one in Establishment.objects.filter(pk__in={place for _, place, _, _ in sums})}
    people = {
        one.pk: name_of(one)
        for one in Membership.objects.filter(pk__in={person for *_, person, _ in sums}).select_related("user")
    }
    return Breakdown(
        stages,
        parts([(place, total) for _, place, _, total in sums], lambda key: places.get(key, "Aucun en particulier")),
        parts([(person, total) for *_, person, total in sums], people.__getitem__),
    )


def parts(sums: list[tuple[int, Decimal]], name: Callable[[int], str]) -> list[Part]:
    """Biggest first."""
    groups: dict[int, Decimal] = defaultdict(Decimal)
    for key, total in sums:
        groups[key] += total
    whole = sum(groups.values(), NONE)
    found = [Part(name(key), total, round(100 * total / whole) if whole else 0) for key, total in groups.items()]
    return sorted(found, key=lambda part: (-part.days, plain(part.label)))
