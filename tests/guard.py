"""Lifting the guards of journal and ledger, which only a test may do: to empty the tables, to play the forger."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TABLES = ("records_journalentry", "grants_ledgerentry")


@contextmanager
def lifted() -> Iterator[None]:
    """Within this block the database lets both be rewritten."""
    lift = _lifted_on_postgresql if connection.vendor == "postgresql" else _lifted_on_sqlite
    with lift():
        yield


@contextmanager
def _lifted_on_postgresql() -> Iterator[None]:
    # Foreign keys wait for the commit; a table with such checks pending cannot be altered.
    connection.check_constraints()
    for table in TABLES:
        _execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        yield
    finally:
        connection.check_constraints()
        for table in TABLES:
            _execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def _lifted_on_sqlite() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)", TABLES)
        triggers = cursor.fetchall()
    for name, _ in triggers:
        _execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        for _, statement in triggers:
            _execute(statement)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
