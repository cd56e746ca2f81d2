"""Taking rows away so that they come back: who removed them is told for a week, undoing it lasts a day.

A deed that removes calls `remove`; a function marked `comes_back` says where its rows return, after asking what the
deed asked. A deed that only marks its row, which then says so by `gone`, keeps it as it was by `keep`; so does one that
removes rows beside something else, to be told of, not to come back.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import Collector
from django.utils import timezone

from core.verdicts import OutOfTurn
from core.wording import instant
from records import journal
from records.models import JournalEntry, RemovedRow

UNDO = timedelta(hours=24)
KEPT = timedelta(days=7)

# By deed: asks the right and the state for a row's return (its argument), and gives the address of the page it is on.
Return = Callable[..., Iterator[str]]
RETURNS: dict[str, Callable[..., AbstractContextManager[str]]] = {}


def comes_back(deed: str) -> Callable[[Return], Return]:
    """Decorator of the generator `(row, *, by)` by which what this deed removed comes back.

    It yields the address; the rows are saved meanwhile, and what follows the `yield` finds them there.
    """

    def register(function: Return) -> Return:
        RETURNS[deed] = contextmanager(function)
        return function

    return register


def remove(
    row: models.Model,
    deed: str,
    *,
    also: Iterable[models.Model] = (),
    by: Any,
    summary: str,
    within: dict[str, Any],
    now: datetime | None,
    about: models.Model | None = None,
) -> JournalEntry:
    """Delete a row and what depends on it, and journal it; call it last.

    `also` are rows that have no reason to stay without it; `within` names what it belonged to; `about` is what the
    journal tells it of, the row itself if nothing else.
    """
    rows: list[models.Model] = []
    for each in (row, *also):
        rows += going_with(each)
        key = each.pk
        gone, _ = each.delete()
        each.pk = key
        if each is row and not gone:
            raise OutOfTurn(f"« {row} » vient d'être retiré par une autre personne.")
    entry = journal.record(deed, about or row, by=by, summary=summary, data=within, now=now)
    keep(entry, rows)
    return entry


def going_with(row: models.Model) -> list[models.Model]:
    """The row, then those that the database removes with it."""
    collector = Collector(using=connection.alias, origin=row)
    collector.collect([row])
    # The collector reads of most rows their keys only.
    read = (model._base_manager.filter(pk__in=[each.pk for each in rows]) for model, rows in collector.data.items())  # noqa: SLF001
    others = (each for rows in (*read, *collector.fast_deletes) for each in rows)
    return [row, *(each for each in others if each != row and not each._meta.auto_created)]  # noqa: SLF001 - Django's documented API


def keep(entry: JournalEntry, rows: Iterable[models.Model]) -> None:
    contents = serializers.serialize("python", rows)
    RemovedRow.objects.bulk_create(
        RemovedRow(entry=entry, row_type=content["model"], row_id=str(content["pk"]), content=content)
        for content in contents
    )


def removal_of(model: type[models.Model], key: object, **within: Any) -> JournalEntry | None:
    """The latest removal of a row that belonged to this, or took it along."""
    belonged = {f"entry__data__{name}": value for name, value in within.items()}
    rows = RemovedRow.objects.filter(row_type=model._meta.label_lower, row_id=str(key), **belonged)  # noqa: SLF001
    removed = rows.select_related("entry").last()
    return removed.entry if removed else None


def removal_words(entry: JournalEntry) -> str:
    """«Jalon « Bilan » retiré par Rédaction, ARS Bretagne, le …»."""
    return f"{entry.summary} par {entry.actor_label}, le {instant(entry.at)}."


def undoable(entry: JournalEntry, now: datetime) -> bool:
    return entry.deed in RETURNS and now - entry.at <= UNDO


@transaction.atomic
def restore(entry: JournalEntry, *, by: Any, now: datetime | None = None) -> tuple[models.Model, str]:
    """Bring back what a deed removed, for who could remove it now; the row, and the address of its page."""
    now = now or timezone.now()
    contents = entry.removed_rows.values_list("content", flat=True)
    rows = list(serializers.deserialize("python", contents, ignorenonexistent=True))
    if entry.deed not in RETURNS or not rows:
        raise OutOfTurn("Ce retrait ne s'annule plus.")
    row = rows[0].object
    try:
        with transaction.atomic(), RETURNS[entry.deed](row, by=by) as address:
            if still_there(row):
                raise OutOfTurn(f"« {row} » est déjà rétabli.")
            if not undoable(entry, now):
                raise OutOfTurn(f"{removal_words(entry)} Un retrait s'annule pendant 24 heures.")
            for each in rows:
                each.save()
            connection.check_constraints([each.object._meta.db_table for each in rows])  # noqa: SLF001
    except (ObjectDoesNotExist, IntegrityError) as lost:
        raise OutOfTurn(f"« {row} » ne peut plus revenir : ce dont il dépendait a changé depuis son retrait.") from lost
    subject = apps.get_model(entry.subject_type)._base_manager.get(pk=entry.subject_id)  # noqa: SLF001
    journal.record(
        "records.restore", subject, by=by, summary=f"Retrait annulé : {entry.summary}", data=entry.data, now=now
    )
    return row, address


def still_there(row: models.Model) -> bool:
    """Whether a row is neither deleted nor marked as gone."""
    there = type(row)._base_manager.filter(pk=row.pk).first()  # noqa: SLF001 - Django's documented hook
    return there is not None and not getattr(there, "gone", False)


def forget(now: datetime) -> None:
    """Let go of what was removed more than a week ago."""
    RemovedRow.objects.filter(entry__at__lt=now - KEPT).delete()
