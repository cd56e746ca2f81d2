"""«Vos tâches»: what waits for a hat in every room, most urgent first, and what moved since the last visit."""

from datetime import UTC, datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from accounts.models import Membership, User
from core.watch import Move, Todo, watches
from records import following

SOON = timedelta(days=7)
# A new visit begins after this much silence; `seen_at` itself is written at most once per quarter of an hour.
VISIT_GAP = timedelta(hours=4)
SEEN_EVERY = timedelta(minutes=15)
MOVES_SHOWN = 20
VISIT_KEY = "former_visit"
NEVER = datetime.max.replace(tzinfo=UTC)


def todos(hat: Membership, now: datetime) -> list[Todo]:
    """What waits for the hat, urgent first, then by date, then in the rooms' order."""
    waiting = [todo for watch in watches() for todo in watch.todos(hat, now)]
    return sorted(waiting, key=lambda todo: (not todo.urgent, todo.due or NEVER))


def grouped(waiting: list[Todo], now: datetime) -> list[tuple[str, list[Todo]]]:
    """The same lines under three headings, empty ones left out."""
    groups: dict[str, list[Todo]] = {
        "À faire d'abord": [],
        "À faire avant une date": [],
        "À faire quand vous pouvez": [],
    }
    first, dated, free = groups.values()
    for todo in waiting:
        if todo.urgent or (todo.due is not None and todo.due - now <= SOON):
            first.append(todo)
        elif todo.due is not None:
            dated.append(todo)
        else:
            free.append(todo)
    return [(heading, lines) for heading, lines in groups.items() if lines]


def moves(hat: Membership, since: datetime, now: datetime) -> list[Move]:
    """What happened since the last visit, newest first."""
    happened = [move for watch in watches() if watch.moves for move in watch.moves(hat, since, now)]
    followed = [one for watch in watches() if watch.followed for one in watch.followed(hat)]
    happened += following.moves(hat, followed, since, now, most=MOVES_SHOWN)
    return sorted(happened, key=lambda move: move.at, reverse=True)[:MOVES_SHOWN]


def last_visit(user: User, session: SessionBase, now: datetime) -> datetime:
    """When the visit before this one ended; remembers the present one."""
    seen = user.seen_at or user.date_joined
    if VISIT_KEY not in session or now - seen > VISIT_GAP:
        session[VISIT_KEY] = seen.isoformat()
    if user.seen_at is None or now - user.seen_at > SEEN_EVERY:
        User.objects.filter(pk=user.pk).update(seen_at=now)
    return datetime.fromisoformat(session[VISIT_KEY])
