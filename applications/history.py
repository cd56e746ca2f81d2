"""What happened to a fiche, as the pair reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from applications.models import Application
from records.models import JournalEntry

LONGEST = 300  # entries read; a fiche saved as one types has many similar ones, which are drawn as one line


@dataclass(frozen=True)
class HistoryLine:
    """A deed, or a run of the same edits by the same person; `at` is the latest."""

    at: datetime
    who: str
    text: str
    times: int = 1


def history(application: Application) -> list[HistoryLine]:
    """The latest first. Deeds of the commission are not shown: the pair learns of them by its notice.

    What was written in a section is told in words by `applications.activity`.
    """
    entries = JournalEntry.objects.about(application).filter(deed__startswith="applications.").order_by("-pk")
    return collapsed(entry for entry in entries[:LONGEST] if not entry.data.get("sections"))


def collapsed(entries: Iterable[JournalEntry]) -> list[HistoryLine]:
    lines: list[HistoryLine] = []
    for entry in entries:
        last = lines[-1] if lines else None
        if last and (last.who, last.text) == (entry.actor_label, entry.summary):
            lines[-1] = HistoryLine(last.at, last.who, last.text, last.times + 1)
        else:
            lines.append(HistoryLine(entry.at, entry.actor_label, entry.summary))
    return lines
