"""Weeks, months and days off: the calendar that the log is kept on."""

import re
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

from core.wording import MONTHS, NBSP, day

WEEK = re.compile(r"(20[0-9]{2})-W([0-9]{2})", re.ASCII)
SATURDAY = 5
# Insee code of a region overseas: its subdivision in the library, of which one day alone is in the labour code; the
# others (Mi-Carême, Vendredi saint, Victor Schœlcher) are local custom.
OVERSEAS = {"01": "971", "02": "972", "03": "973", "04": "974", "06": "976"}
ABOLITION = "Abolition de l'esclavage"
GRAND_EST, ALSACE = "44", "6AE"


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


@cache
def holidays(year: int, region: str = "") -> dict[date, str]:
    """The public holidays of a region (its Insee code) by the labour code: L. 3133-1, and L. 3422-2 overseas."""
    found = dict(country_holidays("FR", years=year, language="fr"))
    if region in OVERSEAS:
        local = country_holidays("FR", subdiv=OVERSEAS[region], years=year, language="fr")
        found |= {on: name for on, name in local.items() if name == ABOLITION}
    return found


@cache
def local_holidays(year: int, region: str) -> dict[date, str]:
    """Holidays of a part of the region only: the two days more of Bas-Rhin, Haut-Rhin and Moselle (L. 3134-13)."""
    if region != GRAND_EST:
        return {}
    more = country_holidays("FR", subdiv=ALSACE, years=year, language="fr")
    return {on: name for on, name in more.items() if on not in holidays(year)}


def remark(on: date, region: str = "") -> str:
    """Why a day is unusual for work: allowed, but said."""
    holiday = holidays(on.year, region).get(on)
    if holiday:
        return f"férié : {holiday}"
    if on.weekday() >= SATURDAY:
        return "week-end"
    local = local_holidays(on.year, region).get(on)
    return f"férié en Alsace-Moselle : {local}" if local else ""


def week_label(monday: date) -> str:
    """«du 9 au 15 novembre 2026», «du 27 juillet au 2 août 2026»."""
    sunday = monday + timedelta(days=6)
    first = day(monday)
    if monday.year == sunday.year:
        first = first.removesuffix(f"{NBSP}{monday.year}")
        if monday.month == sunday.month:
            first = first.removesuffix(f"{NBSP}{MONTHS[monday.month - 1]}")
    return f"du {first} au {day(sunday)}"
