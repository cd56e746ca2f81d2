"""What a room tells beyond its own pages: what waits for a person, what happened, what goes wrong in a project.

Each room's AppConfig registers one `Watch`; the pages that look across rooms (`dashboards`) ask all of them. A hat is
an `accounts.Membership`, a project a `regions.RegionalProject`: rooms above this one, so `Any`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True)
class Todo:
    """Something that waits for a person: a verb, an object, a date and a link.

    `label` begins with a verb («Signer la fiche»); `subject` says of what («Île-de-France – Appel …»);
    `due` is the instant after which it is too late, if any; `detail` one more sentence.
    """

    label: str
    subject: str
    url: str
    due: datetime | None = None
    detail: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Move:
    """Something that happened since the last visit."""

    at: datetime
    text: str
    url: str = ""


@dataclass(frozen=True)
class Alert:
    """Something wrong in a project's life: one French sentence, where to correct it, and whether it cannot wait."""

    sentence: str
    url: str
    serious: bool = False


@dataclass(frozen=True)
class Followed:
    """Rows whose journal a person follows: what others did to them is told in the words in which it was recorded.

    `subject` is «app.model» and `rows` a queryset of it. `deeds` are names of deeds, or beginnings of them that end
    with a dot; `silent` are left out. `urls` gives, by key of row, where the lines about it lead.
    """

    subject: str
    rows: Any
    deeds: Sequence[str]
    urls: Callable[[Sequence[str]], Mapping[str, str]]
    silent: Sequence[str] = ()


class Alerts(Protocol):
    """Alerts by project key, in as many queries for one project as for fifty.

    `known` are the room's facts by project key when the page has read them already.
    """

    def __call__(
        self, projects: Sequence[Any], today: date, known: Mapping[int, Any] | None = None
    ) -> Mapping[int, list[Alert]]: ...


@dataclass(frozen=True)
class Watch:
    """What one room tells: the todos of a hat now, its moves since an instant, the alerts of projects on a day.

    What the journal tells as well as the room would is `followed` there, all rooms in one query.
    """

    room: str
    todos: Callable[[Any, datetime], list[Todo]]
    moves: Callable[[Any, datetime, datetime], list[Move]] | None = None
    followed: Callable[[Any], list[Followed]] | None = None
    alerts: Alerts | None = None


_page: ContextVar[dict[Any, Any] | None] = ContextVar("page", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """While the block draws one page, what several rooms read by `once` is read once."""
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)


def once(read: Callable[..., Found], *about: Any) -> Found:
    """`read(*about)`, shared by the rooms that ask for it within `one_page`; read each time elsewhere."""
    page = _page.get()
    if page is None:
        return read(*about)
    key = (read, *about)
    if key not in page:
        page[key] = read(*about)
    found: Found = page[key]
    return found


_watches: dict[str, Watch] = {}


def register(watch: Watch) -> None:
    """Called by each room's AppConfig once its models are there."""
    _watches[watch.room] = watch


def watches() -> Iterator[Watch]:
    """Every room's watch, in the order of INSTALLED_APPS."""
    yield from _watches.values()
