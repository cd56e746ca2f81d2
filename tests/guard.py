"""Lifting the guards of what is written for good, which only a test may do: to empty tables, to forge a row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TABLE = "records_journalentry"
# Their triggers refuse changes; sealed months guard the days under them, and the ledger is only added to.
TABLES = (TABLE, "worklog_monthseal", "worklog_workday", "grants_ledgerentry")


@contextmanager
def lifted() -> Iterator[None]:
    """Within this block the database lets all of that be rewritten."""
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
        wanted = ", ".join(["%s"] * len(TABLES))
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({wanted})", TABLES)  # noqa: S608
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
