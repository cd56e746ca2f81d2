"""SQLite's writers take turns within a process (case 52)."""

import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction

from core.sqlite3.base import turn
from records.models import Sequence

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows"),
]


def test_a_turn_is_given_to_the_next_however_a_transaction_ends():
    def end_well() -> None:
        assert turn.locked()

    def fail() -> None:
        raise ValueError

    for end in (end_well, fail, connection.close):
        with suppress(Exception), transaction.atomic():
            Sequence.objects.count()
            end()
        assert not turn.locked(), end


def test_a_writer_waits_for_the_one_before_and_sees_what_it_wrote():
    Sequence.objects.create(name="turn", last=0)

    def count() -> None:
        for _ in range(10):
            with transaction.atomic():
                row = Sequence.objects.get(name="turn")
                row.last += 1
                row.save()
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Sequence.objects.get(name="turn").last == 80
