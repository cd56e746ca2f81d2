"""Reading the directory: what a search finds, and how much of it a list shows."""

from typing import Any

from core.lists import Pages
from directory.models import EstablishmentQuerySet


def matching(rows: Any, typed: str) -> tuple[EstablishmentQuerySet, bool]:
    """The rows that hold what was typed, and whether a slip had to be forgiven."""
    if not typed:
        return rows, False
    exact = rows.matching(typed)
    if exact.order_by().exists():
        return exact, False
    return rows.nearly_matching(typed), True


def within_reach(rows: EstablishmentQuerySet, typed: str) -> EstablishmentQuerySet:
    """What the list shows of these: all, or as many as one may leaf through when a search found them."""
    if not typed:
        return rows
    return rows.narrowed_to(Pages.MOST + 1).select_related("region").order_by(*rows.query.order_by)
