"""What a person must see: the lines of «Mes tâches» (each room's `desk.py`), and what is wrong in a project.

A room that watches over projects says so in its `standing.py`: `alerts(projects, today)` gives, by project key and in
as many queries for one as for fifty, the `Alert`s to show on the pages of a project and of the network.
"""

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


@dataclass(frozen=True)
class Alert:
    """Something wrong in a project's life: one French sentence, where to put it right, and whether it cannot wait."""

    sentence: str
    url: str
    serious: bool = False
