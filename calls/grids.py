"""Building a scoring grid: its criteria, their weights, order and levels, until an opened call freezes it (§ 4.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import slugify

from accounts.models import Membership
from calls.models import Criterion, Grid, Level
from calls.permissions import may_edit_grid, may_prepare_calls
from calls.revising import copied
from core.verdicts import OutOfTurn, Refused, ensure
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove

SCORES = range(Criterion.TOP_SCORE + 1)
MOST_CRITERIA = 30


@dataclass(frozen=True)
class GridFault:
    """What keeps a grid from judging fiches, and the criterion that it is about, if one."""

    text: str
    criterion: Criterion | None = None


def faults(grid: Grid) -> Iterator[GridFault]:
    """All that an opening would refuse; two queries."""
    criteria = list(grid.criteria.prefetch_related("levels"))
    if not criteria:
        yield GridFault("La grille n'a aucun critère.")
    titles: set[str] = set()
    for criterion in criteria:
        worded = {level.score for level in criterion.levels.all() if level.wording.strip()}
        missing = [str(score) for score in SCORES if score not in worded]
        if missing:
            which = f"au niveau {missing[0]}" if len(missing) == 1 else f"aux niveaux {', '.join(missing)}"
            yield GridFault(f"Le critère « {criterion} » n'a pas de libellé {which}.", criterion)
        if not criterion.question.strip():
            yield GridFault(f"Le critère « {criterion} » ne pose aucune question.", criterion)
        if criterion.title.casefold() in titles:
            yield GridFault(f"Deux critères s'appellent « {criterion} ».", criterion)
        titles.add(criterion.title.casefold())


def held(grid: Grid, by: Membership) -> Grid:
    """The grid, locked, while it may be edited."""
    grid = Grid.objects.select_for_update().get(pk=grid.pk)
    ensure(may_edit_grid(by, grid))
    return grid


@transaction.atomic
def create_grid(*, title: str, after: Grid | None = None, by: Membership, now: datetime | None = None) -> Grid:
    """A grid of its own, empty or with the criteria of another."""
    ensure(may_prepare_calls(by))
    grid = Grid.objects.create(code=free_code(title, Grid.objects.all()), title=title)
    for criterion in after.criteria.prefetch_related("levels") if after else ():
        row = copied(criterion, grid=grid)
        for level in criterion.levels.all():
            copied(level, criterion=row)
    source = f", d'après {after}" if after else ""
    journal.record("calls.create_grid", grid, by=by, summary=f"Grille « {title} » commencée{source}.", now=now)
    return grid


@transaction.atomic
def rename_grid(grid: Grid, *, title: str, by: Membership, now: datetime | None = None) -> Grid:
    grid = held(grid, by)
    grid.title = title
    grid.save(update_fields=["title"])
    journal.record("calls.rename_grid", grid, by=by, summary=f"Grille renommée « {title} ».", now=now)
    return grid


@transaction.atomic
def write_criterion(
    grid: Grid,
    *,
    title: str,
    question: str,
    weight: int,
    levels: Mapping[int, str],
    criterion: Criterion | None = None,
    by: Membership,
    now: datetime | None = None,
) -> Criterion:
    """Add a criterion at the end, or rewrite one. `levels` gives the wording of each score; none, nothing."""
    grid = held(grid, by)
    others = grid.criteria.exclude(pk=criterion.pk) if criterion else grid.criteria.all()
    if others.filter(title__iexact=title).exists():
        raise Refused(f"Le critère « {title} » est déjà dans la grille.", at="title")
    if criterion is None and others.count() >= MOST_CRITERIA:
        raise Refused(f"Une grille a {MOST_CRITERIA} critères au plus.")
    row = criterion or Criterion(grid=grid, code=free_code(title, others), position=others.count() + 1)
    row.title, row.question, row.weight = title, question, weight
    row.save()
    row.levels.all().delete()
    Level.objects.bulk_create(
        Level(criterion=row, score=score, wording=levels[score]) for score in SCORES if levels.get(score, "").strip()
    )
    journal.record("calls.write_criterion", row, by=by, summary=f"Critère « {title} » écrit dans {grid}.", now=now)
    return row


@transaction.atomic
def move_criterion(criterion: Criterion, *, to: int, by: Membership, now: datetime | None = None) -> Criterion:
    """Put a criterion at a place, counted from one; sent twice, it stays there."""
    grid = held(criterion.grid, by)
    rows = list(grid.criteria.all())
    if criterion not in rows:
        raise OutOfTurn("Ce critère a été retiré.")
    rows.remove(criterion)
    rows.insert(max(0, to - 1), criterion)
    for place, row in enumerate(rows, start=1):
        row.position = place
    Criterion.objects.bulk_update(rows, ["position"])
    summary = f"Critère « {criterion} » placé au rang {rows.index(criterion) + 1} dans {grid}."
    journal.record("calls.move_criterion", grid, by=by, summary=summary, now=now)
    return criterion


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    grid = held(criterion.grid, by)
    summary, within = f"Critère « {criterion} » retiré de {grid}", {"grid": grid.pk}
    return remove(criterion, "calls.remove_criterion", by=by, summary=summary, within=within, now=now, about=grid)


@comes_back("calls.remove_criterion")
def criterion_again(criterion: Criterion, *, by: Membership) -> Iterator[str]:
    grid = held(criterion.grid, by)
    yield reverse("calls:grid", args=[grid.pk])


def free_code(
    title: str, others: QuerySet[Any], *, field: str = "code", otherwise: str = "grille", most: int = 40
) -> str:
    """A code drawn from a title, numbered if another bears it; it never changes, since other rows name it."""
    stem = slugify(title)[:most].strip("-") or otherwise
    taken = set(others.filter(**{f"{field}__startswith": stem}).values_list(field, flat=True))
    return next(code for code in chain([stem], (f"{stem}-{n}" for n in count(2))) if code not in taken)
