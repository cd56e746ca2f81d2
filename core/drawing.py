"""What charts are drawn with: a scale, marks over a width, and the table of what they show.

Along x, lengths are percents of the width, so that texts keep their size on any screen; along y, pixels. A mark looks
as `static/css/charts.css` says of its `kind`, which differs by pattern and word, never by colour alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import Generic, Literal, Self, TypeVar

from core.wording import SHORT_MONTHS

Along = TypeVar("Along", date, Decimal)
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]
Shape = Literal["rect", "line", "circle", "text"]

LEVELS = 5
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
# How many months have a line; and beyond which share of the width a name would leave the drawing.
MOST_MONTHS = 24
LAST_NAME = 91


class Scale(Generic[Along]):
    """Days or numbers, each at its place along a length; what lies beyond is at its end."""

    def __init__(self, low: Along, high: Along, start: float = 0, end: float = 100) -> None:
        self.low: Along = low
        self.high: Along = high
        self.start, self.end = start, end

    def at(self, value: Along) -> float:
        if self.high == self.low:
            return self.start
        share = float((value - self.low) / (self.high - self.low))
        return self.start + min(max(share, 0), 1) * (self.end - self.start)


def levels(top: Decimal) -> list[int]:
    """Round numbers from 0 to `top` or just above it, a few of them."""
    step = next((step for step in STEPS if top / step <= LEVELS), STEPS[-1])
    return list(range(0, ceil(top / step) * step + 1, step))


def anchor(x: float, start: float = 15, end: float = 85) -> Anchor:
    """From which end a text is written so that it stays within the drawing."""
    return "start" if x < start else "end" if x > end else "middle"


def months(first: date, last: date, most: int = MOST_MONTHS) -> list[date]:
    """The first days of months between two days: every second or third when they would be more than `most`."""
    found, month = [], first.replace(day=1)
    while (month := (month + timedelta(days=32)).replace(day=1)) < last:
        found.append(month)
    return found[:: 1 + len(found) // most]


@dataclass(frozen=True)
class Mark:
    """One thing drawn: where it lies `at`, the `words` that it shows, the `title` that it tells."""

    shape: Shape
    kind: str
    at: dict[str, str]
    words: str = ""
    title: str = ""


@dataclass
class Drawing:
    """Marks over a `height`, told as `said` to those who do not see them; without it, words beside tell the same."""

    height: int
    said: str = ""
    marks: list[Mark] = field(default_factory=list)

    def add(self, shape: Shape, kind: str, words: str = "", title: str = "", **at: float | str) -> Self:
        """Names that begin with `x`, and the width, are percents."""
        drawn = {}
        for name, value in at.items():
            unit = "%" if name in {"x", "x1", "x2", "cx", "width"} else ""
            drawn[name.replace("_", "-")] = value if isinstance(value, str) else f"{value:.6g}{unit}"
        self.marks.append(Mark(shape, kind, drawn, words, title))
        return self

    def bar(self, kind: str, x: float, end: float, y: float, height: float, *, title: str = "") -> Self:
        return self.add("rect", kind, title=title, x=x, width=max(end - x, 0), y=y, height=height)

    def line(self, kind: str, start: Point, end: Point) -> Self:
        return self.add("line", kind, x1=start[0], y1=start[1], x2=end[0], y2=end[1])

    def path(self, kind: str, points: Sequence[Point]) -> Self:
        for start, end in pairwise(points):
            self.line(kind, start, end)
        return self

    def upright(self, kind: str, x: float, top: float = 0) -> Self:
        return self.line(kind, (x, top), (x, self.height))

    def dot(self, kind: str, at: Point, r: float, title: str = "") -> Self:
        return self.add("circle", kind, title=title, cx=at[0], cy=at[1], r=r)

    def text(self, kind: str, at: Point, words: str, side: Anchor = "start", dx: float = 0) -> Self:
        return self.add("text", kind, words, x=at[0], y=at[1], dx=dx, text_anchor=side)

    def months(self, scale: Scale[date], top: float = 0, named: int = 0) -> Self:
        """A line at each month's beginning; at most `named` of them have their name above it."""
        found = months(scale.low, scale.high)
        for rank, month in enumerate(found):
            x = scale.at(month)
            self.upright("grid", x, top)
            if named and rank % (1 + len(found) // named) == 0 and x < LAST_NAME:
                self.text("quiet", (x, top - 8), f"{SHORT_MONTHS[month.month - 1]} {month.year}", dx=3)
        return self


@dataclass(frozen=True)
class ChartRow:
    """A drawing between the words of its left, which may lead somewhere, and those of its right."""

    drawing: Drawing
    label: str = ""
    note: str = ""
    url: str = ""
    value: str = ""


@dataclass(frozen=True)
class DataTable:
    """What is drawn, in words: the first of each row names it, those of the last `figures` columns are numbers.

    The caption of a quiet table is for those who hear it: the title of the chart says as much.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: int = 1
    quiet: bool = False

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [(name, rank >= len(self.columns) - self.figures) for rank, name in enumerate(self.columns)]

    @property
    def lines(self) -> Iterator[list[tuple[str, bool, str]]]:
        """By row: for each cell, the name of its column, whether it is a number, and its words."""
        return ([(*head, cell) for head, cell in zip(self.heads, row, strict=True)] for row in self.rows)


@dataclass(frozen=True)
class Chart:
    """Rows under a title that states the finding, then their data; `shape` names how wide their words are."""

    title: str
    rows: list[ChartRow]
    tables: list[DataTable]
    about: str = ""
    shape: str = ""
    legend: list[tuple[Drawing, str]] = field(default_factory=list)
