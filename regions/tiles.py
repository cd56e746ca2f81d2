"""The map of France as tiles: one square per region, overseas included, drawn by `regions/_tile_map.html`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Region
from core.drawing import DataTable

# States whose tile is hatched, so that they differ without colour.
HATCHED = frozenset({"refused", "alert"})


@dataclass(frozen=True)
class Tile:
    """A region on the map: `state` names the pattern (a CSS class), `word` says it, `url` leads to it."""

    region: Region
    state: str
    word: str
    url: str = ""

    SIDE = 60

    @property
    def x(self) -> int:
        return self.region.column * self.SIDE

    @property
    def y(self) -> int:
        return self.region.row * self.SIDE

    @property
    def hatched(self) -> bool:
        return self.state in HATCHED


@dataclass(frozen=True)
class TileMap:
    """The tiles, under a title that states the finding."""

    title: str
    tiles: list[Tile]

    @property
    def linked(self) -> bool:
        """Tiles that lead somewhere make a group of links rather than a picture."""
        return any(tile.url for tile in self.tiles)

    @property
    def tables(self) -> list[DataTable]:
        rows = [(str(tile.region), tile.word) for tile in self.tiles]
        return [DataTable("État par région", ("Région", "État"), rows, figures=0, quiet=True)]

    @property
    def view_box(self) -> str:
        columns = [tile.region.column for tile in self.tiles] or [0]
        rows = [tile.region.row for tile in self.tiles] or [0]
        left, top = min(columns) * Tile.SIDE, min(rows) * Tile.SIDE
        width = (max(columns) - min(columns) + 1) * Tile.SIDE
        height = (max(rows) - min(rows) + 1) * Tile.SIDE
        return f"{left} {top} {width} {height}"


def tiles(regions: Iterable[Region], tile_of: Callable[[Region], Tile]) -> list[Tile]:
    """One tile per region, in the order in which the map is read."""
    return [tile_of(region) for region in sorted(regions, key=lambda one: (one.row, one.column, one.slug))]
