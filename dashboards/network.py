"""All regions side by side for a call: the map, the figures, the line of each project."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.urls import reverse

from accounts.models import Region
from calls.models import Call
from core.wording import counted, days, euros
from dashboards.overview import ProjectOverview
from meetings.enums import MeetingKind
from regions.tiles import Tile, TileMap, tiles
from worklog.burn import NEAR

Figure = tuple[str, str]
# Name in the address: (title of the column, what it sorts by, whether the largest comes first).
SORTS: dict[str, tuple[str, Callable[[ProjectOverview], Any]]] = {
    "alertes": ("Alertes", lambda one: (-one.serious, -len(one.alerts))),
    "region": ("Région", lambda one: one.project.region.name),
    "enveloppe": ("Part fixe utilisée", lambda one: -one.burn.share),
    "etapes": ("Étapes terminées", lambda one: (one.field.done, one.project.region.name)),
    "reunions": ("Réunions tenues", lambda one: one.meetings.total_held),
}
DEFAULT_SORT = "alertes"


@dataclass(frozen=True)
class Network:
    """The projects of a call that were retained, over the map of all regions."""

    call: Call
    standings: list[ProjectOverview]
    regions: Sequence[Region]

    @property
    def finding(self) -> str:
        """What the page says first."""
        if not self.standings:
            return "Aucun projet n'est encore retenu pour cet appel."
        serious = sum(one.serious > 0 for one in self.standings)
        led = counted(len(self.standings), "région conduit un projet", "régions conduisent un projet")
        if not serious:
            return f"{led} ; aucune alerte sérieuse."
        return f"{led} ; {counted(serious, 'demande une action', 'demandent une action')} sans attendre."

    @property
    def map(self) -> TileMap:
        by_region = {one.project.region_id: one for one in self.standings}
        near = sum(one.burn.share >= NEAR for one in self.standings)
        used = f"{counted(near, 'région a utilisé', 'régions ont utilisé')} {NEAR} % ou plus de sa part fixe"
        title = used.replace("de sa", "de leur") if near > 1 else used
        return TileMap(title, tiles(self.regions, lambda region: tile_of(region, by_region.get(region.pk))))

    @property
    def absent(self) -> list[Region]:
        led = {one.project.region_id for one in self.standings}
        return [region for region in self.regions if region.pk not in led]

    @property
    def figures(self) -> list[Figure]:
        """(figure, what it counts) over all projects."""
        burnt = [one.burn for one in self.standings]
        done = sum((one.done for one in burnt), Decimal(0))
        planned = sum((one.planned for one in burnt), Decimal(0))
        granted = sum((one.money.granted for one in self.standings), Decimal(0))
        paid = sum((one.money.paid for one in self.standings), Decimal(0))
        held = sum(one.meetings.total_held for one in self.standings)
        steering = sum(one.meetings.held[MeetingKind.STEERING] for one in self.standings)
        present = sum(one.field.present for one in self.standings)
        return [
            (counted(present, "structure"), "participent aux projets"),
            (days(done) or "0 j", f"notés par les Aract sur {days(planned)} prévus"),
            (
                counted(held, "réunion tenue", "réunions tenues"),
                f"dont {counted(steering, 'comité de pilotage', 'comités de pilotage')}",
            ),
            (euros(paid).replace(",00", ""), f"versés sur {euros(granted).replace(',00', '')} attribués"),
        ]


def tile_of(region: Region, standing: ProjectOverview | None) -> Tile:
    """The share of the fixed envelope used; hatched when something cannot wait."""
    if standing is None:
        return Tile(region, "none", "pas de projet")
    url = reverse("project", args=[standing.project.pk])
    if standing.project.award.closed_on is not None:
        return Tile(region, "closed", "clos", url)
    return Tile(region, "alert" if standing.serious else "under_way", f"{standing.burn.share} %", url)


def arranged(standings: list[ProjectOverview], sort: str) -> list[ProjectOverview]:
    """By the asked column, regions in alphabetical order within it."""
    _, key = SORTS.get(sort, SORTS[DEFAULT_SORT])
    return sorted(sorted(standings, key=lambda one: one.project.region.slug), key=key)


def followed_calls() -> list[Call]:
    """Calls with at least one retained project, the last awarded first."""
    awarded = Call.objects.filter(projects__award__isnull=False)
    return list(awarded.annotate(awarded_on=Max("projects__award__awarded_on")).order_by("-awarded_on", "-pk"))
