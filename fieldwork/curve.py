"""The values of an indicator over time, laid out for an SVG: x in percent, y in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.wording import NBSP, day, grouped
from fieldwork.enums import Direction
from fieldwork.models import Indicator, Measure

# Pixels, from the top.
TOP, BOTTOM = 34, 150
HEIGHT = 186
LABEL_GAP = 10
# Percent, so that labels stay within the drawing.
LEFT, RIGHT = 6, 92
# Beyond, only the ends and the extremes carry their value; the table has them all.
MOST_LABELS = 7
NEAR_START, NEAR_END = 15, 85


@dataclass(frozen=True)
class Point:
    x: str
    y: int
    label: str
    on: date
    anchor: str

    @property
    def label_y(self) -> int:
        return self.y - LABEL_GAP


@dataclass(frozen=True)
class CurveLine:
    """A horizontal line: the target or the starting value."""

    y: int
    label: str


@dataclass(frozen=True)
class Curve:
    finding: str
    points: list[Point]
    target: CurveLine | None
    baseline: CurveLine | None
    first: str
    last: str
    height: int = HEIGHT
    foot: int = HEIGHT - 8

    @property
    def segments(self) -> list[tuple[Point, Point]]:
        return list(zip(self.points, self.points[1:], strict=False))


def number(value: Decimal, unit: str = "") -> str:
    """«12,5 %»: at most two decimals, trailing zeros dropped, a true minus sign."""
    text = grouped(abs(value), 2).rstrip("0").rstrip(",")
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{text}{NBSP}{unit}" if unit else f"{sign}{text}"


def anchor_of(share: float) -> str:
    return "start" if share < NEAR_START else "end" if share > NEAR_END else "middle"


def reached(indicator: Indicator, value: Decimal) -> bool:
    """Whether a value is at the target or beyond, in the direction wanted."""
    if indicator.target is None:
        return False
    return value >= indicator.target if indicator.direction == Direction.UP else value <= indicator.target


def finding(indicator: Indicator, measures: Sequence[Measure]) -> str:
    """The title: where the indicator stands, as regards its target or its beginning."""
    last = measures[-1]
    said = f"{indicator.label} : {number(last.value, indicator.unit)}"
    if reached(indicator, last.value):
        return f"{said}, la cible est atteinte"
    start = indicator.baseline if indicator.baseline is not None else measures[0].value
    moved = last.value - start
    if not moved:
        return f"{said}, sans changement"
    right = (moved > 0) == (indicator.direction == Direction.UP)
    way = "dans le sens attendu" if right else "à l'inverse du sens attendu"
    return f"{said}, {way}"


def labelled(measures: Sequence[Measure]) -> set[int]:
    """Ranks of the measures whose value is written on the drawing."""
    if len(measures) <= MOST_LABELS:
        return set(range(len(measures)))
    values = [row.value for row in measures]
    return {0, len(values) - 1, values.index(max(values)), values.index(min(values))}


def curve(indicator: Indicator, measures: Sequence[Measure]) -> Curve | None:
    """The drawing of current measures, oldest first; None before the first."""
    if not measures:
        return None
    values = [row.value for row in measures]
    values += [value for value in (indicator.baseline, indicator.target) if value is not None]
    low, high = min(values), max(values)
    room = high - low or Decimal(1)
    first, last = measures[0].measured_on, measures[-1].measured_on
    length = (last - first).days or 1

    def height_of(value: Decimal) -> int:
        return round(BOTTOM - (value - low) / room * (BOTTOM - TOP))

    def share_of(on: date) -> float:
        return LEFT + (on - first).days / length * (RIGHT - LEFT)

    def line_at(value: Decimal | None, word: str) -> CurveLine | None:
        return None if value is None else CurveLine(height_of(value), f"{word} {number(value, indicator.unit)}")

    shown = labelled(measures)
    return Curve(
        finding=finding(indicator, measures),
        points=[
            Point(
                x=f"{share_of(row.measured_on):.2f}%",
                y=height_of(row.value),
                label=number(row.value) if rank in shown else "",
                on=row.measured_on,
                anchor=anchor_of(share_of(row.measured_on)),
            )
            for rank, row in enumerate(measures)
        ],
        target=line_at(indicator.target, "cible"),
        baseline=line_at(indicator.baseline, "départ"),
        first=day(first),
        last=day(last) if last != first else "",
    )
