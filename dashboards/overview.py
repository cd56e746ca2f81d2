"""Where projects stand, told by every room: what the pages of a project, of a region and of the network show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from core.watch import Alert, watches
from core.wording import PARIS
from fieldwork import alerts as fieldwork
from grants import alerts as grants
from meetings import alerts as meetings
from regions.awarding import lives
from regions.composition import Family, Seats, families
from regions.models import CollectiveMember, RegionalProject
from regions.planning import plans_of
from worklog.burn import Burn, burns

# As many as one reads at a glance.
NEXT_DATES = 5


@dataclass(frozen=True)
class Coming:
    """A dated thing ahead of a project; `timed` when its hour matters."""

    at: datetime
    text: str
    url: str
    timed: bool = False


@dataclass(frozen=True)
class ProjectOverview:
    """A living or closed project, and what each room says of it."""

    project: RegionalProject
    burn: Burn
    field: fieldwork.FieldworkFacts
    meetings: meetings.Facts
    money: grants.Money
    families: list[Seats]
    alerts: list[Alert]
    today: date

    @property
    def serious(self) -> int:
        return sum(alert.serious for alert in self.alerts)

    @property
    def gaps(self) -> list[Family]:
        """Families that nobody represents in the collective (R40)."""
        return [line.family for line in self.families if not line.present]

    @property
    def coming(self) -> list[Coming]:
        """The next meetings, milestones and payments, soonest first; what is late is an alert instead."""
        key = self.project.pk
        stages = reverse("fieldwork:stages", args=[key])
        found = [
            Coming(row.starts_at, f"Réunion : {row.title}", reverse("meetings:meeting", args=[key, row.pk]), timed=True)
            for row in self.meetings.coming
        ]
        found += [Coming(midnight(row.due_on), f"Jalon : {row.title}", stages) for row in self.field.coming]
        found += [
            Coming(
                midnight(row.due_on),
                f"Échéance : {row.label}",
                reverse("grants:agreement", args=[key, row.agreement_id]),
            )
            for row in self.money.unpaid
            if row.due_on >= self.today
        ]
        return sorted(found, key=lambda one: one.at)[:NEXT_DATES]


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)


def alerts_of(
    projects: Sequence[RegionalProject], today: date, known: Mapping[str, Mapping[int, Any]]
) -> dict[int, list[Alert]]:
    """What is wrong in each living project, serious alerts first, by project key.

    A room whose facts are `known` judges by them instead of reading all of it again.
    """
    living = [project for project in projects if lives(project)]
    found: dict[int, list[Alert]] = defaultdict(list)
    for watch in watches():
        if watch.alerts is not None:
            for key, alerts in watch.alerts(living, today, known.get(watch.room)).items():
                found[key].extend(alerts)
    return {key: sorted(alerts, key=lambda alert: not alert.serious) for key, alerts in found.items()}


def seats_of(projects: Sequence[RegionalProject]) -> dict[int, list[Seats]]:
    members: dict[int, list[CollectiveMember]] = defaultdict(list)
    for member in CollectiveMember.objects.filter(project__in=projects).select_related("profile"):
        members[member.project_id].append(member)
    return {project.pk: families(members[project.pk]) for project in projects}


def standings(projects: Sequence[RegionalProject], now: datetime) -> list[ProjectOverview]:
    """What is known of awarded projects, in as many queries for one as for eighteen."""
    today = now.astimezone(PARIS).date()
    awarded = [project for project in projects if getattr(project, "award", None) is not None]
    plans = plans_of([project.pk for project in awarded])
    burnt, field = burns(awarded, today, stages=plans), fieldwork.facts(awarded, today, plans=plans)
    met, money = meetings.facts(awarded, now), grants.facts(awarded, today)
    known: dict[str, Mapping[int, Any]] = {"worklog": burnt, "fieldwork": field, "meetings": met, "grants": money}
    alerts, seats = alerts_of(awarded, today, known), seats_of(awarded)
    return [
        ProjectOverview(
            project=project,
            burn=burnt[key],
            field=field[key],
            meetings=met[key],
            money=money[key],
            families=seats[key],
            alerts=alerts.get(key, []),
            today=today,
        )
        for project in awarded
        for key in [project.pk]
    ]
