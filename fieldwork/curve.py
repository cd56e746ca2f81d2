"""The values of an indicator over time."""

from collections.abc import Sequence
from decimal import Decimal

from core.drawing import Drawing, Scale, anchor
from core.wording import NBSP, day, grouped
from fieldwork.enums import Direction
from fieldwork.models import Indicator, Measure

# Pixels, from the top; then percents, so that labels stay within the drawing.
TOP, BOTTOM, FOOT, HEIGHT = 34, 150, 178, 186
LEFT, RIGHT = 6, 92
# Beyond, only the ends and the extremes carry their value; the table has them all.
MOST_LABELS = 7


def number(value: Decimal, unit: str = "") -> str:
    """«12,5 %»: at most two decimals, trailing zeros dropped, a true minus sign."""
    text = grouped(abs(value), 2).rstrip("0").rstrip(",")
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{text}{NBSP}{unit}" if unit else f"{sign}{text}"


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


def curve(indicator: Indicator, measures: Sequence[Measure]) -> Drawing | None:
    """The drawing of current measures, oldest first, told by their finding; None before the first."""
    if not measures:
        return None
    values = [row.value for row in measures]
    values += [value for value in (indicator.baseline, indicator.target) if value is not None]
    first, last = measures[0].measured_on, measures[-1].measured_on
    along, up = Scale(first, last, LEFT, RIGHT), Scale(min(values), max(values), BOTTOM, TOP)
    drawing = Drawing(HEIGHT, finding(indicator, measures))
    if indicator.target is not None:
        y = up.at(indicator.target)
        drawing.line("dashes", (0, y), (100, y))
        drawing.text("quiet", (0, y - 4), f"cible {number(indicator.target, indicator.unit)}")
    points = [(along.at(row.measured_on), up.at(row.value)) for row in measures]
    drawing.path("curve", points)
    shown = labelled(measures)
    for rank, ((x, y), row) in enumerate(zip(points, measures, strict=True)):
        drawing.dot("solid", (x, y), 4)
        if rank in shown:
            drawing.text("strong", (x, y - 10), number(row.value), anchor(x))
    drawing.text("quiet", (0, FOOT), day(first))
    if last != first:
        drawing.text("quiet", (100, FOOT), day(last), "end")
    return drawing
