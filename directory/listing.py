"""Reading the directory: what a search finds, page by page."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

from directory.models import EstablishmentQuerySet

PAGE = 25


class Bounded(Paginator):
    """Pages of a list that may be very long: it is counted to a thousand, which is more than anyone leafs through."""

    MOST = 1000

    object_list: Any

    @cached_property
    def counted(self) -> int:
        return self.object_list.order_by()[: self.MOST + 1].count()

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        return min(self.counted, self.MOST)

    @property
    def beyond(self) -> bool:
        return self.counted > self.MOST


def found(rows: Any, typed: str) -> tuple[EstablishmentQuerySet, bool]:
    """The rows that hold what was typed, and whether a slip had to be forgiven."""
    if not typed:
        return rows, False
    exact = rows.matching(typed)
    if exact.order_by().exists():
        return exact, False
    return rows.nearly_matching(typed), True


def listed(rows: EstablishmentQuerySet, typed: str) -> EstablishmentQuerySet:
    """What the list shows of these: all, or as many as one may leaf through when a search found them."""
    if not typed:
        return rows
    return rows.narrowed_to(Bounded.MOST + 1).select_related("region").order_by(*rows.query.order_by)
