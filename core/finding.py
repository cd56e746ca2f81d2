"""Looking for something wherever it is: each room registers what it has to find, within what a person may see."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from core.alphabetical import Alphabetical, plain

# More words than that narrow nothing, and cost a comparison each.
MOST_WORDS = 8
SHORTEST = 2


@dataclass(frozen=True)
class SearchHit:
    """A line of the results: what it is called, what tells it from others of its name, where it is."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Finder:
    """What one kind of thing answers: at most `most` lines that hold every word of `text`, in constant queries.

    `kind` is its heading, in the plural; `everything` is the address of a list of them that takes the same words.
    """

    kind: str
    find: Callable[[Any, str, int], Sequence[SearchHit]]
    everything: Callable[[str], str] | None = None


_finders: dict[str, Finder] = {}


def offer(finder: Finder) -> None:
    """Called by each room's AppConfig once its models are there."""
    _finders[finder.kind] = finder


def finders() -> Iterator[Finder]:
    yield from _finders.values()


def words_of(text: str) -> list[str]:
    """What is looked for, without accents nor capitals; none when nothing is long enough to be."""
    words = plain(text.replace("\0", "")).split()[:MOST_WORDS]
    return words if any(len(word) >= SHORTEST for word in words) else []


def holding(rows: QuerySet[Any], text: str, *columns: str) -> Any:
    """The rows whose columns, read together without accents, hold every word; wildcards are literals."""
    words = words_of(text)
    if not words:
        return rows.none()
    parts: list[Any] = []
    for column in columns:
        parts += [Coalesce(column, Value(""), output_field=TextField()), Value(" ")]
    rows = rows.annotate(held=Alphabetical(Concat(*parts, output_field=TextField())))
    for word in words:
        rows = rows.filter(held__contains=word)
    return rows
