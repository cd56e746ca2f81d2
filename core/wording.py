"""How amounts, days and instants are written in French, in pages, letters and refusals."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
# What «de» is elided before; and the words that begin so and resist.
MUTE = re.compile(r"[aeiouh]|y[^aeiou]")
ASPIRATED = re.compile(
    r"ha(?!bi|rm|lo|lei)|h(?:e(?:ron|ros|tre|risson)|ibou|o(?:ck|ll|ngr|nte|rs|u)|uit(?!r))|onz|oui\b"
)
# How the names of authorities begin that take «la».
FEMININE = re.compile(r"(?:dgos|direction|délégation|mission|caisse)\b")
PARIS = ZoneInfo("Europe/Paris")
ZONE_LABELS = {
    "Europe/Paris": "heure de Paris",
    "America/Guadeloupe": "heure de Guadeloupe",
    "America/Martinique": "heure de Martinique",
    "America/Cayenne": "heure de Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
}


def grouped(number: Decimal, places: int) -> str:
    return f"{number:,.{places}f}".replace(",", NBSP).replace(".", ",")


def euros(amount: Decimal | None) -> str:
    """70000 → «70 000,00 €»; nothing for no amount."""
    return "" if amount is None else f"{grouped(Decimal(amount), 2)}{NBSP}€"


def days(number: Decimal | None) -> str:
    """12.25 → «12,25 j»; trailing zeros dropped."""
    if number is None:
        return ""
    return f"{Decimal(number):.2f}".rstrip("0").rstrip(".").replace(".", ",") + f"{NBSP}j"


def day(value: date) -> str:
    """«4 octobre 2021», «1er mai 2021»."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def weekday(value: date) -> str:
    return WEEKDAYS[value.weekday()]


def clock(value: datetime, zone: ZoneInfo = PARIS) -> str:
    """«23 h 59» in the given zone."""
    local = value.astimezone(zone)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def instant(value: datetime, zone: ZoneInfo = PARIS, *, with_zone: bool = True) -> str:
    """«4 octobre 2021 à 23 h 59 (heure de Paris)»."""
    text = f"{day(value.astimezone(zone).date())} à {clock(value, zone)}"
    return f"{text} ({ZONE_LABELS.get(zone.key, zone.key)})" if with_zone else text


def deadline(value: datetime, zone: ZoneInfo = PARIS) -> str:
    """A closing instant as people say it: midnight is the end of the day before, «23 h 59»."""
    local = value.astimezone(zone)
    if (local.hour, local.minute) == (0, 0):
        return instant(value - timedelta(minutes=1), zone)
    return instant(value, zone)


def listed(items: list[str]) -> str:
    """«a, b et c»."""
    *others, last = items or [""]
    return f"{', '.join(others)} et {last}" if others else last


def plural(number: Decimal | float, singular: str, several: str | None = None) -> str:
    """The form that goes with a number: French takes the plural from two."""
    return singular if -2 < number < 2 else several or singular + "s"  # noqa: PLR2004


def counted(number: int, singular: str, several: str | None = None) -> str:
    """«0 fiche», «1 fiche», «2 fiches»."""
    return f"{grouped(Decimal(number), 0)}{NBSP}{plural(number, singular, several)}"


def elides(text: str) -> bool:
    """Whether an article loses its vowel before this text."""
    plain = unicodedata.normalize("NFD", text.casefold())
    first = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("œ", "oe").replace("æ", "ae")
    return bool(MUTE.match(first) and not ASPIRATED.match(first))


def the(name: object) -> str:
    """«l'Agence nationale», «la Direction générale», «la DGOS»; bare when its article is not known."""
    text = str(name)
    if elides(text):
        return f"l'{text}"
    return f"la {text}" if FEMININE.match(text.casefold()) else text


def of(name: object) -> str:
    """«de mai», «d'août», «d'Ehpad», «d'hôpital», «de Haute-Savoie»."""
    text = str(name)
    return f"d'{text}" if elides(text) else f"de {text}"
