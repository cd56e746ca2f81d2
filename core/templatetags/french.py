"""Filters that write amounts, days and instants the French way (`core.wording`)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils import timezone

from core import wording

register = template.Library()


def zone_of(zone: ZoneInfo | str) -> ZoneInfo:
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)


@register.filter
def euros(amount: Decimal | None) -> str:
    return wording.euros(amount) if amount not in (None, "") else ""


@register.filter
def days(number: Decimal | None) -> str:
    return wording.days(number) if number not in (None, "") else ""


@register.filter
def weight(size: int) -> str:
    return wording.weight(size)


@register.filter
def day(value: date | None) -> str:
    """The day of a date, or of an instant as Paris reads it."""
    if not value:
        return ""
    return wording.day(timezone.localtime(value, wording.PARIS).date() if isinstance(value, datetime) else value)


@register.filter
def instant(value: datetime | None, zone: ZoneInfo | str = wording.PARIS) -> str:
    return wording.instant(value, zone_of(zone)) if value else ""


@register.filter
def clock(value: datetime | None, zone: ZoneInfo | str = wording.PARIS) -> str:
    return wording.clock(value, zone_of(zone)) if value else ""


@register.filter
def duration(minutes: int) -> str:
    return wording.duration(minutes)


@register.filter
def deadline(value: datetime | None, zone: ZoneInfo | str = wording.PARIS) -> str:
    return wording.deadline(value, zone_of(zone)) if value else ""


@register.simple_tag(takes_context=True)
def deadline_here(context: Context, value: datetime | None, zone: ZoneInfo | str = wording.PARIS) -> str:
    """`{% deadline_here closes_at call.zone %}`: a deadline, with the reader's own time if they live by another."""
    return wording.deadline(value, zone_of(zone), there=reader_place(context)) if value else ""


def reader_place(context: Context) -> Any:
    """The region that the reader acts in, if any."""
    hat = context.get("hat")
    return hat.organisation.region if hat else None


@register.filter
def the(name: object) -> str:
    return wording.the(name)


@register.filter
def lowered(text: str) -> str:
    return wording.lowered(text)


@register.filter
def of_the(name: object) -> str:
    """`organisation|of_the` → «de l'ARS Bretagne», «du Centre hospitalier»."""
    return wording.of_the(name)


@register.filter
def to_the(name: object) -> str:
    return wording.to_the(name)


@register.filter
def at(place: object) -> str:
    """`region|at` → «en Bretagne», «dans les Hauts-de-France»."""
    return wording.at(place)


@register.filter
def of(name: object) -> str:
    """`name|of` → «de Bretagne», «d'Île-de-France»."""
    return wording.of(name)


@register.filter
def plural(number: int | None, words: str) -> str:
    """`3|plural:"attend,attendent"` → «attendent»: the form alone, where the number stands elsewhere."""
    singular, _, several = words.partition(",")
    return wording.plural(number or 0, singular, several)


@register.filter
def counted(number: int | None, words: str) -> str:
    """`3|counted:"fiche"` → «3 fiches»; an irregular plural follows a comma: `"appel à projets,appels à projets"`."""
    singular, _, plural = words.partition(",")
    return wording.counted(number or 0, singular, plural or None)
