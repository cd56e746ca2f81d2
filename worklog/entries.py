"""What one wants the log to say: so many days, on a line, on a day, for a consultant."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.models import Membership
from calls.models import Term
from core.verdicts import Refused
from directory.models import Establishment

# Whose row it is: the consultant, the day, and what the day was spent on.
Key = tuple[int, date, int, int | None, int | None, str]


def tidy(note: str) -> str:
    """A note as lines are told apart by it: on one line, single spaces, within 200 characters."""
    return " ".join(note.split())[:200]


@dataclass(frozen=True)
class Line:
    """What a day was spent on; two lines that say the same are one."""

    stage: Term
    establishment: Establishment | None = None
    method: Term | None = None
    note: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.stage.label, self.detail) if part)

    @property
    def detail(self) -> str:
        """What the line says besides its stage."""
        parts = [self.establishment.name if self.establishment else "", self.method.label if self.method else ""]
        return " – ".join(part for part in [*parts, self.note] if part)

    @property
    def key(self) -> tuple[int, int | None, int | None, str]:
        return self.stage.pk, self.establishment.pk if self.establishment else None, self.method_id, self.note

    @property
    def name(self) -> str:
        """What its fields are called in a page: the same whatever other lines the week holds."""
        stage, establishment, method, note = self.key
        mark = f".{hashlib.sha256(note.encode()).hexdigest()[:12]}" if note else ""
        return f"{stage}.{establishment or 0}.{method or 0}{mark}"

    @property
    def method_id(self) -> int | None:
        return self.method.pk if self.method else None


@dataclass(frozen=True)
class Entry:
    """«That line, that day, that consultant: so many days»; 0 takes the row back."""

    consultant: Membership
    on: date
    line: Line
    days: Decimal

    @property
    def key(self) -> Key:
        return self.consultant.pk, self.on, *self.line.key

    @property
    def person_day(self) -> tuple[int, date]:
        return self.consultant.user_id, self.on


class DaysRefused(Refused):
    """Nothing was written; `reasons` says why, by the position of each refused entry."""

    def __init__(self, reasons: dict[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(reasons.values())))
        self.reasons = reasons


@dataclass
class Recorded:
    """What a deed changed."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    details: list[str] = field(default_factory=list)

    @property
    def touched(self) -> int:
        return self.added + self.changed + self.removed


def add_up(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of the same key become one with their sum: a file may tell a day in several lines."""
    sums: dict[Key, Entry] = {}
    for entry in entries:
        before = sums.get(entry.key)
        total = entry.days + (before.days if before else Decimal(0))
        sums[entry.key] = Entry(entry.consultant, entry.on, entry.line, total)
    return list(sums.values())
