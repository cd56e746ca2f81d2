"""The index that makes search quick on PostgreSQL, and what it is asked."""

import re

import pytest
from django.db import connection

from directory.models import Establishment
from directory.models.establishment import one_slip

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="trigram indexes are PostgreSQL's")
@pytest.mark.parametrize("found", ["matching", "nearly_matching"])
def test_the_index_serves_exact_and_near_searches(found):
    rows = getattr(Establishment.objects, found)("voltaire").order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        statement, parameters = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {statement}", parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "establishment_searched" in plan


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL chooses between the index and the table")
def test_the_index_is_not_thought_to_be_on_a_spinning_disk():
    """With the server's default, a word that a few rows in a thousand hold is looked for in half of the table."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)


def test_a_slip_is_one_of_four_kinds():
    slips = {"abcde"[:n] + put + "abcde"[n + 1 :] for n in range(5) for put in ("", "x")}
    slips |= {"abcde"[:n] + "x" + "abcde"[n:] for n in range(1, 5)} | {"bacde", "acbde", "abdce", "abced"}
    near = re.compile(one_slip("abcde"))
    for text in slips:
        assert near.match(text)
        assert near.search(f"avant {text}suite")
        assert not near.search(f"avant{text}")
    assert [text for text in ("axxde", "xbcdx", "abxxcde", "badce", "abc") if near.search(text)] == []


def test_a_slip_is_compared_by_shared_beginnings():
    """Beginnings are written once: otherwise the expression of a long word takes the database too long."""
    assert one_slip("abc") == "(?:^| )(?:.?bc|bac|a(?:.?c|.bc|cb|b(?:.?|.c)))"


def test_a_search_without_words_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Establishment.objects.matching("%")) == []
        assert list(Establishment.objects.nearly_matching("ab %")) == []
