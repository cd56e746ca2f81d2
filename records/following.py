"""What others did to the rows that a person follows, as the journal has it: all rooms in one query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from core.watch import Followed, Move
from records.models import JournalEntry

# Several lines in a row may say the same (a section saved again and again): they are told as one.
READ_FOR_ONE = 5


def moves(hat: Any, followed: Sequence[Followed], since: datetime, now: datetime, *, most: int) -> list[Move]:
    """The latest lines first, `most` of them; what the person did is no news to them."""
    if not followed:
        return []
    told = Q()
    for one in followed:
        told |= _told(one)
    entries = JournalEntry.objects.filter(told, at__gt=since, at__lte=now).exclude(actor=hat.user_id)
    lines: list[tuple[JournalEntry, str]] = []
    for entry in entries.order_by("-at", "-pk")[: READ_FOR_ONE * most]:
        text = _said(entry)
        if not lines or lines[-1][1] != text:
            lines.append((entry, text))
    del lines[most:]
    urls = {
        one.subject: one.urls([e.subject_id for e, _ in lines if e.subject_type == one.subject]) for one in followed
    }
    return [Move(entry.at, text, urls[entry.subject_type].get(entry.subject_id, "")) for entry, text in lines]


def moved(hat: Any, followed: Followed, since: datetime, now: datetime) -> frozenset[str]:
    """The keys of the rows to which somebody else did something since: one query."""
    entries = JournalEntry.objects.filter(_told(followed), at__gt=since, at__lte=now).exclude(actor=hat.user_id)
    return frozenset(entries.order_by().values_list("subject_id", flat=True).distinct())


def _told(one: Followed) -> Q:
    keys = one.rows.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
    deeds = Q(deed__in=[deed for deed in one.deeds if not deed.endswith(".")])
    for beginning in one.deeds:
        if beginning.endswith("."):
            deeds |= Q(deed__startswith=beginning)
    return Q(subject_type=one.subject, subject_id__in=keys) & deeds & ~Q(deed__in=one.silent)


def _said(entry: JournalEntry) -> str:
    """Nobody is named for an answer by a personal link, which says itself who answers."""
    who = f" ({entry.actor_label})" if entry.actor_id else ""
    return f"{entry.subject_label} : {entry.summary}{who}"
