"""The lines of «Mes tâches»: each room's `desk.py` says what waits for a hat."""

from dataclasses import dataclass
from datetime import datetime


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
