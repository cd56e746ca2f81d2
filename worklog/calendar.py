"""Weeks, months and days off: the calendar that the log is kept on."""

import re
from datetime import date, timedelta
from functools import cache

from core.wording import MONTHS, NBSP, day

WEEK = re.compile(r"(20[0-9]{2})-W([0-9]{2})", re.ASCII)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SATURDAY = 5


def monday_of(on: date) -> date:
    return on - timedelta(days=on.weekday())


def week_of(monday: date) -> list[date]:
    return [monday + timedelta(days=rank) for rank in range(7)]


def week_code(on: date) -> str:
    """«2026-W31», as addresses and the week input of browsers write it."""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02d}"


def parsed_week(code: str) -> date | None:
    """The Monday of «2026-W31»; None for anything else."""
    found = WEEK.fullmatch(code)
    if found is None:
        return None
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None


def month_of(on: date) -> date:
    """The first day of the month, which names it."""
    return on.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_end(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from one day to another."""
    months, month = [], month_of(first)
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months


def month_name(month: date) -> str:
    """«juillet 2026»."""
    return f"{MONTHS[month.month - 1]}{NBSP}{month.year}"


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm («computus»)."""
    century, rank = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rank // 4) - moon - rank % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * week) // 451
    month, number = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, number + 1)


@cache
def holidays(year: int) -> dict[date, str]:
    """The eleven public holidays of the labour code (L. 3133-1), without those of Alsace-Moselle and overseas."""
    sunday = easter(year)
    return {
        date(year, 1, 1): "jour de l'An",
        sunday + timedelta(days=1): "lundi de Pâques",
        date(year, 5, 1): "fête du Travail",
        date(year, 5, 8): "8 mai",
        sunday + timedelta(days=39): "Ascension",
        sunday + timedelta(days=50): "lundi de Pentecôte",
        date(year, 7, 14): "14 juillet",
        date(year, 8, 15): "Assomption",
        date(year, 11, 1): "Toussaint",
        date(year, 11, 11): "11 novembre",
        date(year, 12, 25): "Noël",
    }


def remark(on: date) -> str:
    """Why a day is unusual for work: allowed, but said."""
    holiday = holidays(on.year).get(on)
    if holiday:
        return f"férié : {holiday}"
    return "week-end" if on.weekday() >= SATURDAY else ""


def week_label(monday: date) -> str:
    """«du 9 au 15 novembre 2026», «du 27 juillet au 2 août 2026»."""
    sunday = monday + timedelta(days=6)
    first = day(monday)
    if monday.year == sunday.year:
        first = first.removesuffix(f"{NBSP}{monday.year}")
        if monday.month == sunday.month:
            first = first.removesuffix(f"{NBSP}{MONTHS[monday.month - 1]}")
    return f"du {first} au {day(sunday)}"
