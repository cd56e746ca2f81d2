"""The dashboard's charts: geometry computed here, drawn in SVG by `templates/commission/charts/`.

Each says one thing in its title, labels its marks directly, differs by pattern and word rather than by colour, and
comes with its data as a table. Lengths along x are percentages, so that texts keep their size at any width.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Region
from applications.enums import ApplicationState
from applications.models import Application
from calls.models import Call
from commission.enums import Outcome
from commission.ranking import RankedFiche
from commission.what_if import Sharing
from core.wording import counted, euros, grouped, listed
from directory.enums import LegalStatus, Sector
from regions.models import Participation
from regions.tiles import Tile, TileMap, tiles

# Below this share of the width, a segment has no room for a region's three or four letters.
ROOM_FOR_A_LABEL = Decimal(5)


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return Decimal(100 * part) / whole if whole else Decimal(0)


@dataclass(frozen=True)
class Segment:
    """A piece of a bar, from `x` over `width`, both in % of the bar."""

    label: str
    name: str
    amount: Decimal
    x: Decimal
    width: Decimal

    @property
    def middle(self) -> Decimal:
        return self.x + self.width / 2

    @property
    def labelled(self) -> bool:
        return self.width >= ROOM_FOR_A_LABEL


@dataclass(frozen=True)
class EnvelopeBar:
    """One line of the envelope chart: its segments, then what is left."""

    title: str
    segments: list[Segment]
    left: Segment


@dataclass(frozen=True)
class EnvelopeChart:
    title: str
    bars: list[EnvelopeBar]
    committed: Decimal


def envelope_chart(envelope: Decimal, standings: Sequence[RankedFiche], sharing: Sharing) -> EnvelopeChart:
    """What decisions commit, region by region, above what the rule would give."""
    by_code = {one.region.code: one.region for one in standings}
    committed = [
        (one.region, one.decision.amount)
        for one in standings
        if one.decision is not None and one.decision.outcome == Outcome.RETAINED
    ]
    ruled = [(by_code[share.key], share.total) for share in sharing.shares.values()]
    decided = bar("Décidé", committed, envelope)
    total = envelope - decided.left.amount
    title = (
        f"{euros(total)} engagés sur {euros(envelope)} : il reste {euros(decided.left.amount)}"
        if committed
        else f"Rien n'est encore engagé sur {euros(envelope)}"
    )
    return EnvelopeChart(title, [decided, bar("Par la règle", ruled, envelope)], total)


def bar(title: str, amounts: Iterable[tuple[Region, Decimal]], envelope: Decimal) -> EnvelopeBar:
    segments = []
    start = Decimal(0)
    for region, amount in amounts:
        width = percent(amount, envelope)
        segments.append(Segment(region.short_name, region.name, amount, start, width))
        start += width
    left = envelope - sum((segment.amount for segment in segments), Decimal(0))
    return EnvelopeBar(title, segments, Segment("Reste", "Reste", left, start, 100 - start))


OUTCOME_TILES = {
    Outcome.RETAINED: ("retained", "retenue"),
    Outcome.WAITING: ("waiting", "attente"),
    Outcome.NOT_RETAINED: ("refused", "non ret."),
}
APPLICATION_TILES: dict[str, tuple[str, str]] = {
    ApplicationState.DRAFT: ("draft", "brouil."),
    ApplicationState.DEPOSITED: ("received", "déposée"),
    ApplicationState.INADMISSIBLE: ("refused", "irrecev."),
    ApplicationState.WITHDRAWN: ("refused", "retirée"),
}


def tile_map(call: Call, standings: Iterable[RankedFiche]) -> TileMap:
    """One tile per region, overseas included: where its fiche stands."""
    under_examination = {one.region.pk: one for one in standings}
    states = dict(Application.objects.filter(project__call=call).values_list("project__region", "state"))

    def tile_of(region: Region) -> Tile:
        one = under_examination.get(region.pk)
        if one is not None:
            return Tile(region, *_tile_of(one))
        return Tile(region, *APPLICATION_TILES.get(states.get(region.pk, ""), ("none", "pas de projet")))

    drawn = tiles(Region.objects.all(), tile_of)
    deposited = sum(state != ApplicationState.DRAFT for state in states.values())
    return TileMap(f"{counted(deposited, 'région a déposé', 'régions ont déposé')} une fiche sur {len(drawn)}", drawn)


def _tile_of(standing: RankedFiche) -> tuple[str, str]:
    if standing.decision is not None:
        return OUTCOME_TILES[Outcome(standing.decision.outcome)]
    if standing.complete and standing.mean is not None:
        return "scored", f"{grouped(standing.mean, 1)}/20"
    return "scoring", "à noter"


@dataclass(frozen=True)
class Slice:
    """A category of a mix: how many, how long its bar is in %, and how far down it is drawn."""

    label: str
    count: int
    width: Decimal
    text_y: int
    bar_y: int

    HEIGHT = 36


@dataclass(frozen=True)
class MixChart:
    title: str
    caption: str
    slices: list[Slice]

    @property
    def height(self) -> int:
        return Slice.HEIGHT * len(self.slices)


def mixes(call: Call) -> list[MixChart]:
    """The establishments of the admissible fiches, by legal status (R34) and by sector (R35)."""
    present = Participation.objects.present().filter(
        project__call=call, project__application__state=ApplicationState.ADMISSIBLE
    )
    rows = list(present.values_list("establishment__legal_status", "establishment__sector"))
    return [
        mix("Statut des établissements", Counter(status for status, _ in rows), LegalStatus.choices),
        mix("Secteur des établissements", Counter(sector for _, sector in rows), Sector.choices),
    ]


def mix(caption: str, counts: Counter[str], choices: Iterable[tuple[str, str]]) -> MixChart:
    total, top = counts.total(), max(counts.values(), default=0)
    slices = [
        Slice(label, counts[value], percent(counts[value], top), row * Slice.HEIGHT + 14, row * Slice.HEIGHT + 20)
        for row, (value, label) in enumerate(choices)
    ]
    return MixChart(_finding(slices, total), caption, slices)


def _finding(slices: Sequence[Slice], total: int) -> str:
    """«Public : 12 établissements sur 20, aucun social»."""
    if not total:
        return "Aucun établissement pour l'instant"
    first = max(slices, key=lambda one: one.count)
    finding = f"{first.label.capitalize()} : {counted(first.count, 'établissement')} sur {total}"
    absent = [one.label for one in slices if not one.count]
    return f"{finding}, aucun {listed(absent)}" if absent else finding
