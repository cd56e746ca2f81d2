"""What the journal tells a person of the rows that a room has them follow."""

from datetime import datetime
from types import ModuleType
from typing import Any

from core.watch import Move
from records import following


def news(room: ModuleType, hat: Any, since: datetime, now: datetime) -> list[Move]:
    """The news of one room (its module `todos`), the latest first."""
    return following.moves(hat, room.followed(hat), since, now, most=10)
