"""What a day costs: the rate that the Aract set for the year, else the cost that the plan implies (R19, R64)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import Membership, Organisation
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import euros, of
from records import journal
from regions.models import Award, RegionalProject, StagePlan
from regions.planning import PlannedDays
from worklog.models import DayRate, MonthSeal, WorkDay
from worklog.models.rate import FIRST_YEAR, LAST_YEAR
from worklog.permissions import may_set_day_rate

CENT = Decimal("0.01")
# Days of one price: the year that they speak of, and the sealed row that they correct, if any.
Lot = tuple[int, int | None]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Rate:
    """Euros a day; `agreed` when the Aract set it, otherwise deduced from the plan."""

    amount: Decimal
    agreed: bool

    @property
    def source(self) -> str:
        return "tarif de l'Aract" if self.agreed else "part fixe divisée par les jours prévus"


class Rates:
    """The rates of several projects, in four queries at most whatever their number.

    `awards` and `plans`, by project key, are read unless they are given; `corrects` is whether any row that will be
    priced corrects another.
    """

    def __init__(
        self,
        projects: Sequence[RegionalProject],
        *,
        awards: Mapping[int, Award] | None = None,
        plans: Mapping[int, Sequence[StagePlan]] | None = None,
        corrects: bool = True,
    ) -> None:
        keys = [project.pk for project in projects]
        self.aracts = {project.pk: project.aract_id for project in projects}
        self.agreed = {
            (rate.aract_id, rate.year): rate.amount
            for rate in DayRate.objects.filter(aract__in=set(self.aracts.values()))
        }
        found = awards_of(projects) if awards is None else awards
        self.fixed = {key: award.fixed for key, award in found.items()}
        if plans is None:
            rows = StagePlan.objects.filter(project__in=keys).order_by()
            self.planned = dict(rows.values_list("project").annotate(total=Sum("planned_days")))
        else:
            self.planned = {key: sum((row.planned_days for row in plans[key]), Decimal(0)) for key in plans}
        self.sealed = sealed_prices(keys) if corrects else {}

    def of(self, project_id: int, year: int) -> Rate | None:
        """None when no rate is set and no day is planned: a day then has no known cost."""
        amount = self.agreed.get((self.aracts[project_id], year))
        if amount is not None:
            return Rate(amount, agreed=True)
        fixed = self.fixed.get(project_id, Decimal(0))
        implied = PlannedDays(total=self.planned.get(project_id, Decimal(0)), fixed=fixed).day_cost
        return None if implied is None else Rate(implied, agreed=False)

    def price(self, project_id: int, year: int, corrected: int | None = None) -> Decimal | None:
        """Euros a day of a row: a counter-entry costs what the row that it corrects was sealed at."""
        if corrected in self.sealed:
            return self.sealed[corrected]
        rate = self.of(project_id, year)
        return rate.amount if rate else None

    def cost(self, project_id: int, lots: Iterable[tuple[Lot, Decimal]]) -> Decimal:
        """Euros of days told by lot, rounded once; days without a known cost count for nothing."""
        return cents(sum(((self.price(project_id, *lot) or 0) * number for lot, number in lots), Decimal(0)))


def awards_of(projects: Sequence[RegionalProject]) -> dict[int, Award]:
    """The award of each project that has one; no query when they were read with them."""
    if all("award" in project._state.fields_cache for project in projects):  # noqa: SLF001
        return {project.pk: project.award for project in projects if hasattr(project, "award")}
    keys = [project.pk for project in projects]
    return {award.project_id: award for award in Award.objects.filter(project__in=keys)}


def sealed_prices(keys: Sequence[int]) -> dict[int | None, Decimal]:
    """What a day of each corrected row was sealed at, by the row's key; no new plan or rate changes it."""
    counter_entries = WorkDay.objects.annotate(month=TruncMonth("corrects__worked_on"))
    here = counter_entries.filter(project=OuterRef("project"), month=OuterRef("month"))
    contents = MonthSeal.objects.filter(Exists(here), project__in=keys).values_list("content", flat=True)
    return {line["number"]: Decimal(line["rate"]) for content in contents for line in content["lines"] if line["rate"]}


def day_rate_of(aract: Organisation, year: int) -> Decimal | None:
    """Euros per day that an Aract set for a year, before any project is retained too; None if it set none."""
    return DayRate.objects.filter(aract=aract, year=year).values_list("amount", flat=True).first()


def hold_rates(aract_id: int) -> Organisation:
    """The Aract's row, held: a month is sealed at a rate before it changes, or after, never meanwhile."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=aract_id)


@transaction.atomic
def set_rate(
    project: RegionalProject, *, year: int, amount: Decimal, by: Membership, now: datetime | None = None
) -> DayRate:
    """Set what a day of the project's Aract costs in a year; for good once a month of that year is sealed at it."""
    now = now or timezone.now()
    ensure(may_set_day_rate(by, project))
    if not FIRST_YEAR <= year <= LAST_YEAR or amount <= 0:
        raise Refused("Donnez une année et un tarif supérieur à zéro.")
    aract = hold_rates(project.aract_id)
    known = DayRate.objects.filter(aract=aract, year=year).first()
    if known is not None and known.amount == amount:
        return known
    if known is not None and MonthSeal.objects.filter(project__aract=aract, month__year=year).exists():
        raise OutOfTurn(f"Des mois de {year} sont scellés à {euros(known.amount)} par jour : ce tarif ne change plus.")
    rate, _ = DayRate.objects.update_or_create(
        aract=aract, year=year, defaults={"amount": amount, "set_by": by, "set_at": now}
    )
    journal.record(
        "worklog.set_rate",
        rate,
        by=by,
        summary=f"Tarif journalier {year} {of(aract)} : {euros(amount)}",
        data={"year": year, "amount": amount, "before": known.amount if known else None},
        now=now,
    )
    return rate
