"""The dates of a call that have a name: how they are said, and which ones each must follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from calls.models import Call
from core.wording import PARIS, day, deadline, instant


@dataclass(frozen=True)
class NamedDate:
    """A field of `Call`: its label where it is typed, its line in the public calendar, its article for sentences.

    `after` names the dates that it may not precede. `wanted` is what an opening asks when it is not given; without
    it the date may stay unknown. `told` is how a drawing marks it, in a word.
    """

    name: str
    label: str
    event: str
    noun: str
    after: tuple[str, ...] = ()
    help_text: str = ""
    wanted: str = ""
    told: str = ""


NAMED_DATES = (
    NamedDate("opens_at", "Ouverture", "Ouverture de l'appel", "l'ouverture"),
    NamedDate(
        "questions_until",
        "Fin des questions",
        "Fin des questions",
        "la fin des questions",
        ("opens_at",),
        "Date et heure de Paris. Vide : les questions sont reçues jusqu'à la clôture.",
    ),
    NamedDate("closes_at", "Clôture", "Clôture des dépôts", "la clôture", ("opens_at", "questions_until")),
    NamedDate(
        "completeness_on",
        "Fin de l'examen de recevabilité",
        "Fin de l'examen de recevabilité",
        "la fin de l'examen de recevabilité",
        ("closes_at",),
        told="recevabilité",
    ),
    NamedDate(
        "commission_on",
        "Commission d'examen",
        "Commission d'examen DGOS et Anact",
        "la commission d'examen",
        ("closes_at", "completeness_on"),
        wanted="Donnez la date de la commission d'examen.",
        told="commission",
    ),
    NamedDate(
        "decision_on",
        "Décisions",
        "Décisions et lettres aux régions",
        "la date des décisions",
        ("closes_at", "commission_on"),
        told="décisions",
    ),
    NamedDate(
        "funds_from",
        "Financements disponibles à compter du",
        "Financements disponibles",
        "la mise à disposition des financements",
        ("closes_at", "commission_on", "decision_on"),
        wanted="Dites à compter de quand les financements sont disponibles.",
        told="financements",
    ),
    NamedDate(
        "report_on",
        "Compte rendu attendu",
        "Compte rendu attendu des régions",
        "le compte rendu",
        ("closes_at", "funds_from"),
        told="compte rendu",
    ),
)
BY_NAME = {named.name: named for named in NAMED_DATES}
NAMES = tuple(BY_NAME)


def dates_of(call: Call) -> dict[str, Any]:
    """{name: date, instant or None}."""
    return {name: getattr(call, name) for name in NAMES}


def out_of_order(values: Mapping[str, Any], zone: ZoneInfo = PARIS) -> Iterator[tuple[str, str, str]]:
    """(late date, the one that it should follow, a sentence with both) of each pair that stands the wrong way.

    Dates that are missing are not compared; days may coincide, and an instant with a day. The opening comes first.
    """
    for named in NAMED_DATES:
        for before in named.after:
            value, earlier = values.get(named.name), values.get(before)
            if value and earlier and precedes(value, earlier, zone, strictly=before == "opens_at"):
                first, last = (said(BY_NAME[name], values[name], zone) for name in (before, named.name))
                yield named.name, before, f"{last[:1].upper()}{last[1:]}, doit suivre {first}."
                break


def precedes(value: date, earlier: date, zone: ZoneInfo, *, strictly: bool) -> bool:
    """Whether a date stands before the one that it should follow; two instants compare as such, else their days do."""
    if isinstance(value, datetime) and isinstance(earlier, datetime):
        return value <= earlier if strictly else value < earlier
    return day_of(value, zone) < day_of(earlier, zone)


def day_of(value: date, zone: ZoneInfo) -> date:
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


def said(named: NamedDate, value: date, zone: ZoneInfo) -> str:
    """«la clôture, le 11 mars 2027 à 23 h 59 (heure de Paris)»."""
    return f"{named.noun}, le {words(named, value, zone)}"


def words(named: NamedDate, value: date, zone: ZoneInfo, there: Any = None) -> str:
    """A date as people say it: an end at midnight is the end of the day before. `there` is where it is read."""
    if not isinstance(value, datetime):
        return day(value)
    return (instant if named.name == "opens_at" else deadline)(value, zone, there=there)
