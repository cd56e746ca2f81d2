"""Weeks, months and holidays."""

from datetime import date

import pytest

from worklog.calendar import (
    easter,
    holidays,
    month_end,
    months_between,
    next_month,
    parsed_week,
    remark,
    week_code,
    week_label,
)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter(year, sunday):
    assert easter(year) == sunday


def test_the_eleven_holidays():
    assert len(holidays(2026)) == 11
    assert remark(date(2026, 5, 14)) == "férié : Ascension"
    assert remark(date(2026, 5, 25)) == "férié : lundi de Pentecôte"
    assert remark(date(2026, 11, 21)) == "week-end"
    assert remark(date(2026, 11, 20)) == ""


def test_weeks_are_those_of_the_iso_calendar():
    assert week_code(date(2027, 1, 1)) == "2026-W53"
    assert parsed_week("2026-W53") == date(2026, 12, 28)
    for code in ("2026-W54", "2025-W53", "2026-W00", "2026W01", "", "٢٠٢٦-W01", "2026-W01 "):
        assert parsed_week(code) is None


@pytest.mark.parametrize(
    ("monday", "label"),
    [
        (date(2026, 11, 9), "du 9 au 15 novembre 2026"),
        (date(2026, 7, 27), "du 27 juillet au 2 août 2026"),
        (date(2026, 12, 28), "du 28 décembre 2026 au 3 janvier 2027"),
    ],
)
def test_a_week_is_told_once(monday, label):
    assert week_label(monday).replace("\xa0", " ") == label


def test_months():
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert month_end(date(2028, 2, 1)) == date(2028, 2, 29)
    assert months_between(date(2026, 11, 30), date(2027, 1, 1)) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1),
    ]  # fmt: skip
