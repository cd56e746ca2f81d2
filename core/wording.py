"""How amounts, days and instants are written in French, in pages, letters and refusals."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

NBSP = "\N{NO-BREAK SPACE}"
KILO = 1024
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


def weight(size: int) -> str:
    """What a file weighs, from its bytes: 1536 → «1,5 Ko»; trailing zeros dropped."""
    number, unit = Decimal(size), "octets" if size > 1 else "octet"
    for more in ("Ko", "Mo", "Go"):
        if number < KILO:
            break
        number, unit = number / KILO, more
    return f"{number:.1f}".removesuffix(".0").replace(".", ",") + f"{NBSP}{unit}"


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


def instant(value: datetime, zone: ZoneInfo = PARIS, *, with_zone: bool = True, there: Any = None) -> str:
    """«4 octobre 2021 à 23 h 59 (heure de Paris)»; `there` is where it is read, whose own time follows.

    It is a region: something with a `time_zone` and how a sentence says that one is there, `located`.
    """
    text = f"{day(value.astimezone(zone).date())} à {clock(value, zone)}"
    return f"{text} ({ZONE_LABELS.get(zone.key, zone.key)}){own_time(value, zone, there)}" if with_zone else text


def own_time(value: datetime, zone: ZoneInfo, there: Any) -> str:
    """«, 12 h 00 en Guadeloupe», «, le 5 octobre à 2 h 59 à La Réunion»; nothing where clocks say the same."""
    if there is None:
        return ""
    here, local = value.astimezone(zone), value.astimezone(ZoneInfo(there.time_zone))
    if local.utcoffset() == here.utcoffset():
        return ""
    time = clock(value, ZoneInfo(there.time_zone))
    if local.date() != here.date():
        time = f"le {day(local.date()).rpartition(NBSP)[0]} à {time}"
    return f", {time} {there.located}"


def deadline(value: datetime, zone: ZoneInfo = PARIS, *, there: Any = None) -> str:
    """A closing instant as people say it: midnight is the end of the day before, «23 h 59»; `there` as for instants."""
    local = value.astimezone(zone)
    if (local.hour, local.minute) == (0, 0):
        value -= timedelta(minutes=1)
    return instant(value, zone, there=there)


def duration(minutes: int) -> str:
    """«45 min», «2 h», «1 h 30»."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02d}" if rest else f"{hours}{NBSP}h"


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


def unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("œ", "oe").replace("æ", "ae")


# The article of a name is that of the noun it begins with; a name that begins with none of these goes without.
ARTICLES = {
    "le": "cabinet ccas centre ch chi chr chru chu cias comité conseil csapa département directeur dispensaire "
    "fonds foyer ght gcs gcsms gip grades groupe groupement laboratoire ministère pôle réseau samu secours "
    "sessad service ssiad syndicat territoire",
    "la": "banque caisse carsat clinique communauté commune coopérative cpam cpts crèche délégation dgos dgcs "
    "direction directrice drh fédération fondation maison mairie mas mecs métropole mission msp mutualité "
    "mutuelle plateforme polyclinique préfecture région résidence société structure ville",
    "les": "centres hospices hôpitaux pôles",
}
ARTICLE_OF = {unaccented(noun): article for article, nouns in ARTICLES.items() for noun in nouns.split()}
CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
OWN_ARTICLE = re.compile(r"(les?) (.+)", re.IGNORECASE)


def lowered(text: str) -> str:
    """As within a sentence: «directrice générale»; an acronym stays, «DRH»."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def elides(text: str) -> bool:
    """Whether an article loses its vowel before this text."""
    first = unaccented(text)
    return bool(MUTE.match(first) and not ASPIRATED.match(first))


def article_of(text: str) -> str:
    """«le», «la», «les» or «l'» before a name; nothing when it is not known."""
    first = re.split(r"\W", unaccented(text), maxsplit=1)[0]
    article = ARTICLE_OF.get(first, "")
    return "l'" if article != "les" and elides(text) else article


def joined(preposition: str, text: str) -> str:
    """A preposition before a text that takes no article, or brings its own: «de Nantes», «d'Arles», «du Mans»."""
    own = OWN_ARTICLE.fullmatch(text)
    if own and (short := CONTRACTED.get((preposition, own[1].casefold()))):
        return f"{short} {own[2]}"
    return f"d'{text}" if preposition == "de" and elides(text) else f"{preposition} {text}"


def before_article(preposition: str, text: str) -> str:
    article = article_of(text)
    if not article:
        return joined(preposition, text)
    if short := CONTRACTED.get((preposition, article)):
        return f"{short} {text}"
    return f"{preposition} {the(text)}"


def the(name: object) -> str:
    """«l'Agence nationale», «la DGOS», «le Centre hospitalier»; bare when its article is not known."""
    text = str(name)
    article = article_of(text)
    return f"{article}{text}" if article == "l'" else f"{article} {text}".strip()


def of_the(name: object) -> str:
    """«de l'ARS Bretagne», «du Centre hospitalier», «des Hospices civils»."""
    return before_article("de", str(name))


def to_the(name: object) -> str:
    """«à l'ARS Bretagne», «au Centre hospitalier», «à la DGOS»."""
    return before_article("à", str(name))


def of(name: object) -> str:
    """«de mai», «d'août», «d'hôpital», «du Clos fleuri»; of a thing that knows its own form, that form."""
    return getattr(name, "of_it", None) or joined("de", str(name))


def at(place: object) -> str:
    """«à Créteil», «au Mans»; of a region, «en Bretagne», «dans les Hauts-de-France»."""
    return getattr(place, "located", None) or joined("à", str(place))
