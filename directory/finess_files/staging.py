"""Comparing what a file says with what the portal knows, and bringing the portal in line, in a few statements.

Rows go by batches into temporary tables (COPY on PostgreSQL), so that memory stays flat; then the database compares,
and writes only rows that differ: importing the same file again rewrites nothing. Each insertion sorts what it adds, so
that the search for what is new ends before the table begins to grow: together, their time grows as the square.
"""

# ruff: noqa: S608 - statements are made of the names below, never of what a file says

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction

from directory.finess_files.rows import Entity, Left, Row, Structure
from directory.models import Establishment, FinessImport, LegalEntity

ESTABLISHMENT, LEGAL_ENTITY = Establishment._meta.db_table, LegalEntity._meta.db_table  # noqa: SLF001
STRUCTURES, ENTITIES, LEFT = "incoming_structure", "incoming_entity", "incoming_left"
TYPES = {"line": "integer", "closed_on": "date", "certain": "boolean", "region": "bigint"}
# Columns of the portal that a structure's line fills; the first are named alike on both sides.
ALIKE = (
    "kind", "name", "short_name", "siret", "category_code", "category", "sector", "address", "city", "postcode",
    "department", "closed_on", "search_text",
)  # fmt: skip
RESOLVED = {
    "region_id": "i.region",
    "legal_entity_id": "l.id",
    "legal_status": "COALESCE(NULLIF(l.legal_status, ''), i.likely)",
    "status_presumed": "COALESCE(l.legal_status, '') = '' AND NOT i.certain",
}
ENTITY_COLUMNS = ("name", "siren", "status_code", "status", "legal_status")


def columns(row: type[Row]) -> tuple[str, ...]:
    return row._fields


@contextmanager
def tables() -> Iterator[None]:
    """The temporary tables, empty, gone afterwards."""
    drop()
    for name, row in ((STRUCTURES, Structure), (ENTITIES, Entity), (LEFT, Left)):
        described = ", ".join(f"{column} {TYPES.get(column, 'text')}" for column in columns(row))
        execute(f"CREATE TEMPORARY TABLE {name} ({described})")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            drop()


def drop() -> None:
    for name in (STRUCTURES, ENTITIES, LEFT):
        execute(f"DROP TABLE IF EXISTS {name}")


def execute(statement: str, parameters: Iterable[Any] = ()) -> int:
    """Run one statement; the number of rows that it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return int(cursor.rowcount)


def fetch(statement: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return list(cursor.fetchall())


def number(statement: str) -> int:
    return int(str(fetch(statement)[0][0]))


def put(name: str, row: type[Row], batch: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(columns(row))
    if connection.vendor == "postgresql":
        with (
            transaction.atomic(savepoint=False),
            connection.cursor() as cursor,
            cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy,
        ):
            for values in batch:
                copy.write_row(values)
        return
    marks = ", ".join(["%s"] * len(columns(row)))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", batch)


def ready() -> None:
    """Index what came by the numbers that are looked up, and let the planner know how much there is.

    Where the portal knew but a few structures, or fictional ones alone, the planner takes the search for what is
    absent to be short, and would read the whole of what came for each row.
    """
    for name in (STRUCTURES, LEFT):
        execute(f"CREATE INDEX {name}_number ON {name} (finess)")
    if connection.vendor == "postgresql":
        execute(f"ANALYZE {STRUCTURES} (finess, entity, closed_on)")
        execute(f"ANALYZE {ENTITIES} (finess)")
        execute(f"ANALYZE {LEFT} (finess)")


@contextmanager
def indexing_at_once() -> Iterator[None]:
    """Have PostgreSQL enter what is searched into the trigram index in one go rather than bit by bit."""
    if connection.vendor != "postgresql":
        yield
        return
    execute("SET LOCAL work_mem = '64MB'")
    execute("SET LOCAL gin_pending_list_limit = '64MB'")
    yield
    fetch("SELECT gin_clean_pending_list('establishment_searched'::regclass)")


def duplicates(name: str) -> list[tuple[Any, ...]]:
    """(number, first line, another line) of numbers that come more than once."""
    return fetch(
        f"SELECT finess, MIN(line), MAX(line) FROM {name} GROUP BY finess HAVING COUNT(*) > 1 ORDER BY 2 LIMIT 201"
    )


def made_up() -> list[tuple[Any, ...]]:
    """(number, line) of rows whose number the demonstration uses: they are left alone."""
    return fetch(
        f"SELECT i.finess, i.line FROM {STRUCTURES} i JOIN {ESTABLISHMENT} e ON e.finess = i.finess "
        "WHERE e.fictional ORDER BY i.line LIMIT 201"
    )


def known_and_left() -> tuple[int, list[tuple[Any, ...]]]:
    """How many open establishments the portal knows whose line is not imported, and the first (number, line)."""
    found = (
        f"SELECT e.finess, MIN(i.line) AS line FROM {LEFT} i JOIN {ESTABLISHMENT} e ON e.finess = i.finess "
        "WHERE e.closed_on IS NULL AND NOT e.fictional "
        f"AND NOT EXISTS (SELECT 1 FROM {STRUCTURES} s WHERE s.finess = e.finess) GROUP BY e.finess"
    )
    return number(f"SELECT COUNT(*) FROM ({found}) AS r"), fetch(f"{found} ORDER BY 2 LIMIT 201")


def known_and_kept() -> tuple[int, int]:
    """How many open establishments of FINESS the portal knows, and how many of them the file still has open."""
    known = Establishment.objects.from_finess().open().count()
    kept = number(
        f"SELECT COUNT(*) FROM {ESTABLISHMENT} e JOIN {STRUCTURES} i ON i.finess = e.finess "
        "WHERE e.closed_on IS NULL AND NOT e.fictional AND i.closed_on IS NULL"
    )
    return known, kept


def differs(columns: Iterable[str], left: str, right: str) -> str:
    unlike = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    return " OR ".join(f"{left}.{column} {unlike} {right}.{column}" for column in columns)


def write_entities() -> None:
    """Names and statuses of legal entities; a number that establishments alone name waits for its name.

    The flow has no label for rare statuses: one that is known stays.
    """
    came = (
        f"(SELECT i.finess, i.name, i.siren, i.status_code, i.legal_status, "
        f"COALESCE(NULLIF(i.status, ''), l.status, '') AS status FROM {ENTITIES} i "
        f"LEFT JOIN {LEGAL_ENTITY} l ON l.finess = i.finess)"
    )
    assigned = ", ".join(f"{column} = r.{column}" for column in ENTITY_COLUMNS)
    names = ", ".join(("finess", *ENTITY_COLUMNS))
    execute(
        f"UPDATE {LEGAL_ENTITY} AS l SET {assigned} FROM {came} AS r "
        f"WHERE l.finess = r.finess AND ({differs(ENTITY_COLUMNS, 'l', 'r')})"
    )
    execute(
        f"INSERT INTO {LEGAL_ENTITY} ({names}) SELECT {names} FROM {ENTITIES} i WHERE NOT EXISTS "
        f"(SELECT 1 FROM {LEGAL_ENTITY} l WHERE l.finess = i.finess) ORDER BY i.finess ON CONFLICT DO NOTHING"
    )
    execute(
        f"INSERT INTO {LEGAL_ENTITY} ({names}) SELECT DISTINCT i.entity, '', '', '', '', '' FROM {STRUCTURES} i "
        f"WHERE i.entity <> '' AND NOT EXISTS (SELECT 1 FROM {LEGAL_ENTITY} l WHERE l.finess = i.entity) "
        "ORDER BY 1 ON CONFLICT DO NOTHING"
    )


def resolved() -> str:
    """The incoming structures with their region, legal entity and status."""
    said = ", ".join(f"i.{column}" for column in ("finess", *ALIKE))
    found = ", ".join(f"{expression} AS {column}" for column, expression in RESOLVED.items())
    return f"SELECT {said}, {found} FROM {STRUCTURES} i LEFT JOIN {LEGAL_ENTITY} l ON l.finess = i.entity"


def compare() -> dict[str, int]:
    """What writing will do, before it does."""
    joined = f"{STRUCTURES} i JOIN {ESTABLISHMENT} e ON e.finess = i.finess AND NOT e.fictional"
    return {
        "reopened": number(f"SELECT COUNT(*) FROM {joined} WHERE e.closed_on IS NOT NULL AND i.closed_on IS NULL"),
        "closed": number(f"SELECT COUNT(*) FROM {joined} WHERE e.closed_on IS NULL AND i.closed_on IS NOT NULL"),
        "closed_unknown": number(
            f"SELECT COUNT(*) FROM {STRUCTURES} i WHERE i.closed_on IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM {ESTABLISHMENT} e WHERE e.finess = i.finess)"
        ),
    }


def write_structures(run: FinessImport) -> tuple[int, int]:
    """Change the rows that differ, add those that are new and open; (added, changed)."""
    filled = (*ALIKE, *RESOLVED)
    assigned = ", ".join(f"{column} = r.{column}" for column in filled)
    changed = execute(
        f"UPDATE {ESTABLISHMENT} AS e SET {assigned}, source_id = %s FROM ({resolved()}) AS r "
        f"WHERE e.finess = r.finess AND NOT e.fictional AND ({differs(filled, 'e', 'r')})",
        [run.pk],
    )
    names = ", ".join(filled)
    added = execute(
        f"INSERT INTO {ESTABLISHMENT} (finess, {names}, source_id, fictional) "
        f"SELECT r.finess, {', '.join(f'r.{column}' for column in filled)}, %s, {false()} FROM ({resolved()}) AS r "
        f"WHERE r.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM {ESTABLISHMENT} e WHERE e.finess = r.finess) "
        "ORDER BY r.finess ON CONFLICT DO NOTHING",
        [run.pk],
    )
    return added, changed


def false() -> str:
    return "FALSE" if connection.vendor == "postgresql" else "0"


def close_absent(run: FinessImport, on: date) -> int:
    """Mark as closed those that a whole stock no longer has; nothing is ever deleted.

    A line that is left out, whatever its fault, still says that its number exists.
    """
    return execute(
        f"UPDATE {ESTABLISHMENT} AS e SET closed_on = %s, source_id = %s WHERE e.finess IS NOT NULL "
        f"AND NOT e.fictional AND e.closed_on IS NULL "
        f"AND NOT EXISTS (SELECT 1 FROM {STRUCTURES} i WHERE i.finess = e.finess) "
        f"AND NOT EXISTS (SELECT 1 FROM {LEFT} i WHERE i.finess = e.finess)",
        [on, run.pk],
    )
