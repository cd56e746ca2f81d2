"""The dashboard's charts: the envelope, the map, the mixes of establishments."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import cycle

from django.utils.text import capfirst

from accounts.models import Region
from applications.enums import ApplicationState
from applications.models import Application
from calls.models import Call
from commission.enums import Outcome
from commission.ranking import RankedFiche
from commission.what_if import Sharing
from core.drawing import Chart, ChartRow, DataTable, Drawing, Scale
from core.wording import counted, euros, grouped, listed
from directory.enums import LegalStatus, Sector
from regions.models import Participation
from regions.tiles import Tile, TileMap, tiles

# Below these shares of the width, a segment has no room for a region's three or four letters, nor for what is left.
ROOM_FOR_A_LABEL, ROOM_FOR_THE_REST = 5, 20
SLICE = 36
Amounts = Sequence[tuple[Region, Decimal]]


def committed(standings: Iterable[RankedFiche]) -> Amounts:
    """What decisions give, region by region."""
    return [
        (one.region, one.decision.amount)
        for one in standings
        if one.decision is not None and one.decision.outcome == Outcome.RETAINED
    ]


def envelope_chart(envelope: Decimal, standings: Sequence[RankedFiche], sharing: Sharing) -> Chart:
    """What decisions commit, region by region, above what the rule would give."""
    by_code = {one.region.code: one.region for one in standings}
    lines = {
        "Décidé": committed(standings),
        "Par la règle": [(by_code[one.key], one.total) for one in sharing.shares.values()],
    }
    left = {label: envelope - sum((amount for _, amount in amounts), Decimal(0)) for label, amounts in lines.items()}
    title = (
        f"{euros(envelope - left['Décidé'])} engagés sur {euros(envelope)} : il reste {euros(left['Décidé'])}"
        if lines["Décidé"]
        else f"Rien n'est encore engagé sur {euros(envelope)}"
    )
    tables = []
    for label, amounts in lines.items():
        told = [*((region.name, euros(amount)) for region, amount in amounts), ("Reste", euros(left[label]))]
        tables.append(DataTable(label, ("Région", "Montant"), told))
    rows = [ChartRow(bar(label, amounts, envelope, left[label]), label) for label, amounts in lines.items()]
    return Chart(title, rows, tables, "de l'enveloppe", "named")


def bar(label: str, amounts: Amounts, envelope: Decimal, left: Decimal) -> Drawing:
    """A segment by region, then what is left of the envelope."""
    scale, spent = Scale(Decimal(0), envelope), Decimal(0)
    told = [f"{region.name} {euros(amount)}" for region, amount in amounts]
    drawing = Drawing(28, f"{label} : {', '.join([*told, f'reste {euros(left)}'])}")
    for (region, amount), kind in zip(amounts, cycle(("plain", "pale")), strict=False):
        x, end = scale.at(spent), scale.at(spent + amount)
        drawing.bar(kind, x, end, 1, 26, title=f"{region.name} : {euros(amount)}")
        if end - x >= ROOM_FOR_A_LABEL:
            drawing.text(f"on-{kind}", ((x + end) / 2, 18), region.short_name, "middle")
        spent += amount
    if left > 0:
        x = scale.at(spent)
        drawing.bar("dashed", x, 100, 1, 26, title=f"Reste : {euros(left)}")
        if 100 - x >= ROOM_FOR_THE_REST:
            drawing.text("label", ((x + 100) / 2, 18), f"Reste {euros(left)}", "middle")
    return drawing


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


def mixes(call: Call) -> list[Chart]:
    """The establishments of the admissible fiches, by legal status (R34) and by sector (R35)."""
    present = Participation.objects.present().filter(
        project__call=call, project__application__state=ApplicationState.ADMISSIBLE
    )
    rows = list(present.values_list("establishment__legal_status", "establishment__sector"))
    return [
        mix("Statut des structures", Counter(status for status, _ in rows), LegalStatus.choices),
        mix("Secteur des structures", Counter(sector for _, sector in rows), Sector.choices),
    ]


def mix(caption: str, counts: Counter[str], choices: Iterable[tuple[str, str]]) -> Chart:
    slices = [(capfirst(label), counts[value]) for value, label in choices]
    scale = Scale(Decimal(0), Decimal(max(counts.values(), default=0)))
    drawing = Drawing(SLICE * len(slices), f"{caption} : {', '.join(f'{label} {count}' for label, count in slices)}")
    for rank, (label, count) in enumerate(slices):
        y = rank * SLICE
        drawing.text("label", (0, y + 14), f"{label} : {count}").bar("track", 0, 100, y + 20, 10)
        drawing.bar("plain", 0, scale.at(Decimal(count)), y + 20, 10)
    table = DataTable(caption, ("Catégorie", "Structures"), [(label, str(count)) for label, count in slices])
    return Chart(_finding(slices), [ChartRow(drawing)], [table], f": {caption}")


def _finding(slices: Sequence[tuple[str, int]]) -> str:
    """«Public : 12 établissements sur 20, aucun social»."""
    total = sum(count for _, count in slices)
    if not total:
        return "Aucune structure pour l'instant"
    label, count = max(slices, key=lambda one: one[1])
    finding = f"{label} : {counted(count, 'structure')} sur {total}"
    absent = [label.lower() for label, count in slices if not count]
    return f"{finding}, aucun {listed(absent)}" if absent else finding
