"""A paper is drawn while nothing is held, and kept once, even when two draw at once."""

import pytest
from django.db import connection

from meetings.models import Minutes
from records import documents
from records.models import Document
from records.papers import keep
from tests.meetings.rooms import draft_of, held, room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row():
    return draft_of(held(room()))


def again(row):
    """The row as another worker reads it."""
    return Minutes.objects.get(pk=row.pk)


def test_nothing_is_held_while_a_paper_is_drawn_and_all_is_once_it_is_kept(row):
    found = []

    def draw() -> bytes:
        found.append(connection.in_atomic_block)
        return b"%PDF-1.7"

    keep(row, "document", "compte-rendu.pdf", draw, lambda _: found.append(connection.in_atomic_block))
    assert found == [False, True]
    keep(again(row), "document", "compte-rendu.pdf", draw)
    assert len(found) == 2
    assert documents.read(again(row).document) == b"%PDF-1.7"


def test_of_two_that_draw_at_once_one_paper_is_kept_and_sent(row):
    """Case 12: a worker given up for dead comes back when another one has made the paper."""
    sent = []

    def meanwhile() -> bytes:
        keep(again(row), "document", "compte-rendu.pdf", lambda: b"first", sent.append)
        return b"second"

    keep(row, "document", "compte-rendu.pdf", meanwhile, sent.append)
    assert [documents.read(document) for document in sent] == [b"first"]
    assert again(row).document == sent[0] == Document.objects.get()


def test_a_paper_whose_mails_fail_is_not_kept(row):
    def fail(_: Document) -> None:
        raise OSError("disque plein")

    with pytest.raises(OSError, match="disque plein"):
        keep(row, "document", "compte-rendu.pdf", lambda: b"%PDF-1.7", fail)
    assert again(row).document is None
    keep(again(row), "document", "compte-rendu.pdf", lambda: b"%PDF-1.7")
    assert again(row).document == Document.objects.get()
