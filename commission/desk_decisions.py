"""What waits about decisions and notices, and what moved there; `commission.desk` asks it."""

from datetime import datetime

from accounts.models import Membership
from acia_portal.todo import Move, Todo


def todos(hat: Membership, now: datetime) -> list[Todo]:
    return []


def moves(hat: Membership, since: datetime, now: datetime) -> list[Move]:
    return []
