"""The journal is only ever added to, and a rewritten one is found (case 48)."""

from datetime import datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core.wording import PARIS
from records.journal import GENESIS, broken_links, record
from records.models import JournalEntry
from tests import guard
from tests.factories import MembershipFactory, UserFactory
from tests.together import at_once


@pytest.fixture
def hat(db):
    return MembershipFactory()


@pytest.fixture
def three_rows(hat):
    return [record("records.test", hat, by=hat, summary=f"Ligne {n}", data={"rang": n}) for n in range(3)]


def verify(*arguments: str) -> tuple[int, str, str]:
    """(exit status, stdout, stderr) of the command."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_journal", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_rows_are_chained_from_the_beginning(three_rows):
    first, second, third = JournalEntry.objects.order_by("pk")
    assert first.previous_hash == GENESIS
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert list(broken_links()) == []


def test_a_row_says_who_did_what(hat, now):
    entry = record("records.test", hat, by=hat, summary="Fait", data={"montant": Decimal("70000.00")}, now=now)
    entry.refresh_from_db()
    assert (entry.actor, entry.actor_label, entry.at) == (hat.user, str(hat), now)
    assert entry.data == {"montant": "70000.00"}
    assert list(JournalEntry.objects.about(hat)) == [entry]


def test_the_portal_itself_may_act(hat):
    entry = record("records.test", hat)
    assert (entry.actor, entry.actor_label) == (None, "Portail ACIA")


@pytest.mark.parametrize(
    "data", [{"float": 1e22}, {"ratio": 0.1}, {"grand": 10**25}, {"texte": "é\u202f€ 😀"}, {"b": 1, "a": [None]}]
)
def test_the_chain_holds_whatever_the_database_does_to_the_data(hat, data):
    record("records.test", hat, data=data)
    assert list(broken_links()) == []


def test_the_chain_holds_whatever_the_time_zone_of_the_instant(hat):
    record("records.test", hat, now=datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS))
    assert list(broken_links()) == []


def test_labels_longer_than_their_column_are_cut(hat):
    user = UserFactory(full_name="x" * 150)
    hat.job_title = "y" * 150
    hat.organisation.name = hat.organisation.short_name = "z" * 150
    entry = record("records.test", user, by=hat, summary="s" * 900)
    entry.refresh_from_db()
    assert len(entry.actor_label) <= 300
    assert len(entry.summary) == 500


REWRITINGS = [
    "UPDATE records_journalentry SET summary = 'réécrite'",
    "DELETE FROM records_journalentry",
]
ONLY_SQLITE = ["INSERT OR REPLACE INTO records_journalentry SELECT * FROM records_journalentry"]
ONLY_POSTGRESQL = [
    "TRUNCATE records_journalentry CASCADE",
    "TRUNCATE accounts_user CASCADE",
    "INSERT INTO records_journalentry SELECT * FROM records_journalentry ON CONFLICT (id) DO UPDATE SET deed = 'faux'",
]


@pytest.mark.parametrize("statement", [*REWRITINGS, *ONLY_SQLITE, *ONLY_POSTGRESQL])
def test_the_database_refuses_to_rewrite_the_journal(three_rows, statement):
    """Case 48."""
    if statement in (ONLY_POSTGRESQL if connection.vendor == "sqlite" else ONLY_SQLITE):
        return
    connection.check_constraints()
    refused = pytest.raises(DatabaseError, match="Le journal ne se modifie pas")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert JournalEntry.objects.filter(deed="records.test").count() == 3


def test_the_orm_is_refused_too(three_rows):
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.update(summary="réécrite")
    with pytest.raises(DatabaseError), transaction.atomic():
        three_rows[0].delete()
    three_rows[1].summary = "réécrite"
    with pytest.raises(DatabaseError), transaction.atomic():
        three_rows[1].save()


def test_a_whole_journal_is_declared_so_with_its_head(three_rows):
    status, out, err = verify()
    assert (status, err) == (0, "")
    assert "3 lignes" in out
    assert three_rows[-1].hash in out


def test_an_altered_row_is_found_and_named(three_rows):
    """Case 48."""
    with guard.lifted():
        JournalEntry.objects.filter(pk=three_rows[1].pk).update(summary="réécrite")
    status, _, err = verify()
    assert status == 1
    assert f"Ligne {three_rows[1].pk} " in err
    assert f"Ligne {three_rows[2].pk} " not in err


def test_a_removed_row_is_found_by_the_next(three_rows):
    """Case 48."""
    with guard.lifted():
        JournalEntry.objects.filter(pk=three_rows[0].pk).delete()
    status, _, err = verify()
    assert status == 1
    assert f"Ligne {three_rows[1].pk} " in err


def test_rows_cut_off_at_the_end_are_found_by_a_hash_noted_elsewhere(three_rows):
    noted = three_rows[2].hash
    assert verify("--noted", noted)[0] == 0
    with guard.lifted():
        JournalEntry.objects.filter(pk=three_rows[2].pk).delete()
    assert verify()[0] == 0, "nothing within the database can prove it: the docstring says so"
    status, _, err = verify("--noted", noted, "--noted", three_rows[0].hash)
    assert status == 1
    assert noted in err
    assert three_rows[0].hash not in err


def test_each_committed_row_leaves_its_hash_in_the_logs(hat, caplog, django_capture_on_commit_callbacks):
    with caplog.at_level("INFO", logger="records.journal"), django_capture_on_commit_callbacks(execute=True):
        entry = record("records.test", hat)
    assert entry.hash in caplog.text


def test_an_unknown_option_is_an_error(db):
    with pytest.raises(CommandError):
        call_command("verify_journal", "--inconnue")


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_make_one_chain():
    """Case 48."""
    hat = MembershipFactory()

    def write() -> None:
        for _ in range(5):
            with transaction.atomic():
                record("records.test", hat, by=hat)

    assert at_once(*[write] * 8) == []
    assert JournalEntry.objects.count() == 40
    assert list(broken_links()) == []
