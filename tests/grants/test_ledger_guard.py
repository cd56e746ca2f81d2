"""The ledger is only ever added to: the database refuses the rest, on both engines."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from grants.models import LedgerEntry
from tests import guard
from tests.grants.funded import funded

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def refused(deed):
    with pytest.raises(DatabaseError, match="contre-passe"), transaction.atomic():
        deed()


def test_an_entry_is_neither_changed_nor_removed():
    entry = funded().bought()
    rows = LedgerEntry.objects.filter(pk=entry.pk)
    refused(lambda: rows.update(amount=1))
    refused(lambda: rows._raw_delete(rows.db))
    refused(lambda: entry.save(update_fields=["label"]))
    assert rows.get().amount == entry.amount


def test_an_entry_is_not_replaced():
    """INSERT OR REPLACE on SQLite, TRUNCATE on PostgreSQL: the two ways round the triggers."""
    entry = funded().bought()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()  # deferred keys of the rows above would refuse it first
            refused(lambda: cursor.execute("TRUNCATE grants_ledgerentry CASCADE"))
            return
        cursor.execute("SELECT * FROM grants_ledgerentry WHERE id = %s", [entry.pk])
        row = list(cursor.fetchone())
        names = [column[0] for column in cursor.description]
        for clash in ("id", "key"):
            values = [
                None if name == "id" and clash == "key" else value for name, value in zip(names, row, strict=True)
            ]
            marks = ", ".join(["%s"] * len(values))
            columns = ", ".join(f'"{name}"' for name in names)
            statement = f"INSERT OR REPLACE INTO grants_ledgerentry ({columns}) VALUES ({marks})"  # noqa: S608
            refused(lambda s=statement, v=values: cursor.execute(s, v))
    assert LedgerEntry.objects.get() == entry


def test_the_guard_can_be_lifted_by_tests_alone_and_comes_back():
    entry = funded().bought()
    with guard.lifted():
        LedgerEntry.objects.filter(pk=entry.pk).update(label="Réécrite")
    refused(lambda: LedgerEntry.objects.update(label="Encore"))


@pytest.mark.parametrize("wrong", [{"amount": 0}, {"direction": "in"}, {"nature": "reversal"}])
def test_a_row_that_makes_no_sense_is_refused(wrong):
    entry = funded().bought()
    entry.pk, entry.key = None, "00000000-0000-4000-8000-000000000000"
    for name, value in wrong.items():
        setattr(entry, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)
