"""Weeks, months and holidays."""

from datetime import date

import pytest

from worklog.calendar import (
    holidays,
    month_end,
    months_between,
    next_month,
    parsed_week,
    remark,
    week_code,
    week_label,
)


def test_the_eleven_holidays():
    assert len(holidays(2026)) == 11
    assert remark(date(2026, 5, 14)) == "férié : Ascension"
    assert remark(date(2026, 5, 25)) == "férié : Lundi de Pentecôte"
    assert remark(date(2038, 4, 26)) == "férié : Lundi de Pâques"
    assert remark(date(2026, 11, 21)) == "week-end"
    assert remark(date(2026, 11, 20)) == ""


@pytest.mark.parametrize(
    ("region", "on"),
    [
        ("01", date(2026, 5, 27)),
        ("02", date(2026, 5, 22)),
        ("03", date(2026, 6, 10)),
        ("04", date(2026, 12, 20)),
        ("06", date(2026, 4, 27)),
    ],
)
def test_a_region_overseas_has_one_holiday_more(region, on):
    """Case 71; L. 3422-2 of the labour code: what is only customary there is not a public holiday."""
    assert set(holidays(2026, region)) - set(holidays(2026)) == {on}
    assert remark(on, region) == "férié : Abolition de l'esclavage"
    assert "férié" not in remark(on, "53")
    assert "férié" not in remark(on)


def test_alsace_moselle_has_two_days_that_the_rest_of_its_region_works():
    """Case 71: they are said, and nothing is refused for them."""
    assert remark(date(2026, 4, 3), "44") == "férié en Alsace-Moselle : Vendredi saint"
    assert remark(date(2028, 12, 26), "44") == "férié en Alsace-Moselle : Saint-Étienne"
    assert remark(date(2026, 4, 3), "53") == ""
    assert holidays(2026, "44") == holidays(2026)
    assert remark(date(2026, 12, 25), "44") == "férié : Noël"


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
