"""Who follows the background jobs of each kind, beside the person who asked: all who may start one (case 58)."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet

# By name of job: which of its rows a hat (an `accounts.Membership`) follows; `Q()` for all of them, None for none.
Followers = Callable[[Any], Q | None]
FOLLOWERS: dict[str, Followers] = {}


def of_kind(deed: str, hat: Any) -> Q | None:
    followers = FOLLOWERS.get(deed)
    return None if followers is None else followers(hat)


def pair_of(argument: str, rows: Callable[[Any], QuerySet[Any]]) -> Followers:
    """The pair of a project follows the jobs whose `argument` is the key of one of the `rows` that a hat sees."""
    among = f"arguments__{argument}__in"
    return lambda hat: Q((among, list(rows(hat).values_list("pk", flat=True)))) if hat.regional else None


def followed_by(hat: Any, among: Collection[str] | None = None) -> Q:
    """The jobs that a hat asked for, or might have; `among` names those that matter, all by default."""
    followed = Q(created_by=hat.user_id)
    for deed in FOLLOWERS if among is None else FOLLOWERS.keys() & among:
        rows = of_kind(deed, hat)
        if rows is not None:
            followed |= Q(deed=deed) & rows
    return followed
