"""What the pages of a project and of the network say of regional calls; constant queries for any number of projects."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.watch import Alert
from core.wording import PARIS, counted
from regional_calls.calendar import RegionalStanding, standing
from regional_calls.enums import RegionalPhase
from regional_calls.models import RegionalCall
from regions.composition import LEAST_STRUCTURES
from regions.models import RegionalProject

NEAR = timedelta(days=7)
LONG = timedelta(days=30)


@dataclass(frozen=True)
class RegionalCallFact:
    """The last regional call of a project: where it stands, how many answered, how many are retained."""

    call: RegionalCall
    standing: RegionalStanding
    expression_count: int
    retained_count: int

    @property
    def url(self) -> str:
        return reverse("regional_calls:call", args=[self.call.project_id, self.call.pk])


def facts(projects: Iterable[RegionalProject], at: datetime | None = None) -> dict[int, RegionalCallFact]:
    """By project key, the last regional call begun; a project without any is absent. One query."""
    at = at or timezone.now()
    rows: Any = RegionalCall.objects.filter(project__in=[project.pk for project in projects]).with_counts()
    return {
        row.project_id: RegionalCallFact(row, standing(row, at), row.expression_count, row.retained_count)
        for row in rows.order_by("created_at", "pk")
    }


def alerts(
    projects: Iterable[RegionalProject], today: date, known: Mapping[int, RegionalCallFact] | None = None
) -> dict[int, list[Alert]]:
    """Calls that close almost unanswered, and choices that take more than a month. One query."""
    at = datetime.combine(today, time(12), tzinfo=PARIS)
    found = {pk: alert_of(fact, at) for pk, fact in (facts(projects, at) if known is None else known).items()}
    return {pk: [alert] for pk, alert in found.items() if alert is not None}


def alert_of(fact: RegionalCallFact, at: datetime) -> Alert | None:
    call, few = fact.call, fact.expression_count < LEAST_STRUCTURES
    if fact.standing.open and few and call.closes_at - at <= NEAR:
        received = counted(fact.expression_count, "réponse reçue", "réponses reçues")
        return Alert(f"L'appel régional ferme bientôt : {received} seulement.", fact.url)
    if fact.standing.phase == RegionalPhase.SORTING and at - call.closes_at >= LONG:
        since = (at - call.closes_at).days
        return Alert(
            f"L'appel régional est fermé depuis {counted(since, 'jour')} et ses choix ne sont pas annoncés.",
            fact.url,
            serious=fact.expression_count > 0,
        )
    return None
