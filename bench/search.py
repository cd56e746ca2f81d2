"""Searching establishments: against an unaccented LIKE over three columns, which no index helps."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from bench.directory import entities, structures
from bench.finess import SIZE, empty, imported
from bench.measuring import SEED, Result, bench, best, kept
from directory.models import Establishment
from directory.searching import LIMIT, found_or_near

INPUTS = (
    "voltaire",
    "Éhpad Voltaire",
    "VOLTAIRE épinay",
    "epinay glycines",
    "hopital chateauneuf",
    "hôpital de montfort",
    "montfort",
    "clinique",
    "institut rochefontaine",
    "6900",
    "750000",
    "75 000 01",
    "tilleuls ehpad soins",
    "rochefontaime",
)
TIMES = 7


def ours(text: str) -> Callable[[], list[Establishment]]:
    return lambda: found_or_near(Establishment.objects.all(), text)


def floor(text: str) -> Callable[[], list[tuple[object, ...]]]:
    """What one writes first: every word in the name, the city or the number, accents taken off by the database."""
    words = text.split()
    somewhere = " OR ".join(f"lower(unaccent({column})) LIKE %s" for column in ("name", "city", "finess"))
    where = " AND ".join(f"({somewhere})" for _ in words)
    statement = f"SELECT * FROM {Establishment._meta.db_table} WHERE {where} ORDER BY name, id LIMIT {LIMIT + 1}"
    parameters = [f"%{word.lower()}%" for word in words for _ in range(3)]

    def run() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    return run


@contextmanager
def without_our_indexes() -> Iterator[None]:
    """The floor reads the table, as where nobody thought of search: the index on names is ours too."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_indexscan = off")
        cursor.execute("SET enable_bitmapscan = off")
        yield
        cursor.execute("RESET enable_indexscan")
        cursor.execute("RESET enable_bitmapscan")


@bench("search")
def search(scale: float) -> Iterator[tuple[str, Result]]:
    size = int(SIZE * scale)
    with tempfile.TemporaryDirectory() as folder:
        empty()
        imported(
            kept(Path(folder), "cs1100502.csv", structures(size, SEED)),
            kept(Path(folder), "cs1100501.csv", entities(size, SEED)),
        )
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        cursor.execute(f"VACUUM ANALYZE {Establishment._meta.db_table}")
        # One processor for both: spread over idle ones, the floor would measure what the neighbours leave.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    missed = [text for text in INPUTS if not ours(text)()]
    assert missed == [], f"found nothing for {missed}"
    mine = {text: best(ours(text), TIMES) * 1000 for text in INPUTS}
    with without_our_indexes():
        theirs = {text: best(floor(text), 3) * 1000 for text in INPUTS[:-1]}
    for text, spent in mine.items():
        print(f"    {text:28} {spent:7.2f} ms  (LIKE : {theirs.get(text, 0):7.1f} ms)")
    usual = sum(mine[text] for text in theirs) / len(theirs)
    yield "search", Result(usual, sum(theirs.values()) / len(theirs), 1 / 50, "ms")
    yield "search_slowest", Result(max(mine.values()), None, 10, "ms")
