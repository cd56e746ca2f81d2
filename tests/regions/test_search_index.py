"""The index that makes search quick on PostgreSQL, and what it is asked."""

import pytest
from django.db import connection

from regions.models import Establishment
from regions.models.establishment import one_slip

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


def test_a_slip_is_one_of_four_kinds():
    shapes = set(one_slip("abcde").removeprefix("(^| )(").removesuffix(")").split("|"))
    assert {"bcde", "abcd", ".bcde", "ab.de", "a.bcde", "bacde", "abced"} <= shapes
    assert len(shapes) == 5 + 5 + 4 + 4


def test_a_search_without_words_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Establishment.objects.matching("%")) == []
        assert list(Establishment.objects.nearly_matching("ab %")) == []
