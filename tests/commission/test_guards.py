"""Deeds that go from fiche to fiche lock them all before the journal, so that no two deeds wait for one another."""

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from accounts.models import Membership
from applications.fiche_edit import locked
from applications.models import Application
from commission.assigning import assign_all
from commission.deciding import propose_together
from commission.models import Assignment, Decision
from commission.suggesting import candidates
from records import journal
from tests.commission.decided import heard
from tests.commission.examined import fiche, rapporteur
from tests.factories import CallFactory, secretary

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


def someone_waits() -> bool:
    """On SQLite a transaction that writes has the whole database: nobody else has begun."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def while_another_holds(last: Application, deed: Callable[[], object]) -> list[BaseException]:
    """Run the deed while somebody works on the fiche that it comes to last, and then writes in the journal."""
    by, held, failures = secretary(), Event(), []

    def run() -> None:
        held.wait(timeout=10)
        try:
            deed()
        except Exception as error:  # noqa: BLE001 - given back
            failures.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    with transaction.atomic():
        locked(last)
        held.set()
        until = time.monotonic() + 10
        while not someone_waits():
            assert time.monotonic() < until, "the deed never came to this fiche"
        journal.record("commission.test", last, by=by)
    thread.join(timeout=20)
    return failures


def test_assigning_a_whole_page():
    call, hat, by = CallFactory(), rapporteur(), secretary()
    fiches = [fiche(call) for _ in range(2)]
    choices: list[tuple[Application, Membership, str]] = [(one, hat, "") for one in fiches]
    assert while_another_holds(fiches[-1], lambda: assign_all(choices, by=by)) == []
    assert Assignment.objects.live().count() == 2


def test_proposing_a_whole_page():
    call, by = CallFactory(), secretary()
    fiches = [heard(call) for _ in range(2)]
    rows = sorted(candidates(call), key=lambda row: row.application.pk)
    assert while_another_holds(fiches[-1], lambda: propose_together(rows, reason="Selon la règle.", by=by)) == []
    assert Decision.objects.count() == 2
