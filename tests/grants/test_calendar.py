"""Six months after the end of the financial year, whatever month it closes in (L8)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import months_after
from grants.calendar import exercise_end, statement_due


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 12, 31), date(2026, 6, 30)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_six_months_end_on_the_same_day_or_on_the_last_of_the_month(start, end):
    assert months_after(start, 6) == end


@pytest.mark.parametrize(
    ("last_day", "closing_month", "due"),
    [
        (date(2026, 12, 31), 12, date(2027, 6, 30)),
        (date(2027, 1, 1), 12, date(2028, 6, 30)),
        (date(2026, 8, 31), 8, date(2027, 2, 28)),
        (date(2026, 9, 1), 8, date(2028, 2, 29)),
        (date(2028, 2, 29), 2, date(2028, 8, 29)),
    ],
)
def test_the_statement_is_due_after_the_year_in_which_the_agreement_ends(last_day, closing_month, due):
    assert statement_due(last_day, closing_month) == due


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 12))
def test_a_financial_year_ends_within_the_twelve_months_that_follow(day, closing_month):
    end = exercise_end(day, closing_month)
    assert (end.month, months_after(day, 12) > end >= day) == (closing_month, True) or end == months_after(day, 12)
    assert end >= day
