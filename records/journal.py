"""Writing the journal and checking that nobody rewrote it.

What the chain proves: no row was altered, inserted or removed *before* the last one. Rows cut off at the end leave
a chain that is whole, only shorter. Nothing kept in the same database can prove them, since a person who can remove
the triggers can change that too. So each row's hash also leaves the database: in the logs, and in every export.
`verify_journal --noted HASH` says whether a hash noted outside is still there.
"""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from core.wording import instant
from records.models import JournalEntry
from records.sealing import canonical, hash_of

logger = logging.getLogger(__name__)

GENESIS = "0" * 64
# Any constant will do: it names the lock that makes the chain's writers take turns on PostgreSQL.
CHAIN_LOCK = 7_306_001


def storable(data: dict[str, Any]) -> dict[str, Any]:
    """Plain JSON that every database gives back as it was; a float becomes its text, since some would rewrite 1e22."""
    return dict(json.loads(canonical(data), parse_float=str))


def entry_hash(entry: JournalEntry) -> str:
    content = {
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor_id,
        "actor_label": entry.actor_label,
        "deed": entry.deed,
        "subject": [entry.subject_type, entry.subject_id, entry.subject_label],
        "summary": entry.summary,
        "data": entry.data,
        "previous": entry.previous_hash,
    }
    return hash_of(content)


def last_edit(subject: models.Model, **among: Any) -> Callable[[], str]:
    """Who last did something to a row and when, for a person who meets their text: «par …, le … à …».

    `among` chooses the deeds that count, by a lookup on the journal: those that name this row of the subject.
    """

    def words() -> str:
        entry = JournalEntry.objects.about(subject).filter(**among).first()
        return f"par {entry.actor_label}, le {instant(entry.at)}" if entry else "par une autre personne"

    return words


def record(
    deed: str,
    subject: models.Model,
    *,
    by: Any = None,
    summary: str = "",
    data: dict[str, Any] | None = None,
    now: datetime | None = None,
) -> JournalEntry:
    """Append one row, in the deed's own transaction; call it last, because other writers wait until the commit.

    `deed` is «app.verb»; `by` is a membership, a user, or None for the portal itself; `summary` is a French
    sentence; `data` holds what the row must prove later (amounts, hashes), JSON-serialisable.
    """
    with transaction.atomic(savepoint=False):
        wait_for_turn()
        last = JournalEntry.objects.order_by("-pk").values_list("hash", flat=True).first()
        entry = JournalEntry(
            at=now or timezone.now(),
            actor=getattr(by, "user", by),
            actor_label=str(by)[:300] if by is not None else "Portail ACIA",
            deed=deed,
            subject_type=subject._meta.label_lower,  # noqa: SLF001
            subject_id=str(subject.pk),
            subject_label=str(subject)[:300],
            summary=summary[:500],
            data=storable(data or {}),
            previous_hash=last or GENESIS,
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
        transaction.on_commit(lambda: logger.info("journal row %s %s", entry.pk, entry.hash))
    return entry


def wait_for_turn() -> None:
    """Hold the chain until the end of the transaction, so that ids follow links and each link sees the one before.

    On SQLite the transaction itself (IMMEDIATE) is the lock. On PostgreSQL the next statement takes a new snapshot,
    which holds what the previous writer committed.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def broken_links() -> Iterator[JournalEntry]:
    """Entries whose hash does not match their content or whose link to the row before is broken."""
    previous = GENESIS
    for entry in JournalEntry.objects.order_by("pk").iterator(chunk_size=2000):
        if entry.previous_hash != previous or entry_hash(entry) != entry.hash:
            yield entry
        previous = entry.hash
