"""The flow `finess-structures` of the ANS (JSON, schema v1): legal entities (`pmej`), each with its places (`ege`).

It carries codes without labels. It is read element by element: a legal entity at a time is in memory.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from django.utils import timezone

from core.verdicts import Refused
from directory.enums import Sector
from directory.finess_files import building
from directory.finess_files.building import Said
from directory.finess_files.nature import STATUS_LABELS, categories
from directory.finess_files.opening import Source
from directory.finess_files.report import Report
from directory.finess_files.rows import Left, Row, Structure, spaced
from directory.finess_files.territory import CEDEX, department_of_commune

CHUNK = 1024 * 1024
# Far above any legal entity with all its establishments.
LONGEST_ELEMENT = 64 * 1024 * 1024
BLANK = re.compile(r"[ \t\r\n]*")
ACTIVE = "A"
# The use of an address (`usageAdresse`) that says where a place receives people.
VISITED = "03"


class Scanner:
    """Just enough of a JSON reader to take a document one value at a time."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.text, self.at = stream, "", 0
        self.decoder = json.JSONDecoder()

    def more(self, size: int = CHUNK) -> bool:
        fresh = self.stream.read(size)
        self.text, self.at = self.text[self.at :] + fresh, 0
        return bool(fresh)

    def peek(self) -> str:
        """The next character that is not blank; nothing at the end."""
        while True:
            self.at = BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, wanted: str) -> None:
        if self.peek() != wanted:
            raise ValueError(wanted)
        self.at += 1

    def value(self) -> Any:
        """The next value whole; more is read until it ends."""
        self.peek()
        size = CHUNK
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError:
                if len(self.text) - self.at > LONGEST_ELEMENT or not self.more(size):
                    raise
                size *= 2
            else:
                # A number may go on after what was read; anything else ends by itself.
                if end == len(self.text) and not isinstance(value, str | list | dict) and self.more():
                    continue
                self.at = end
                return value

    def items(self) -> Iterator[Any]:
        """The values of a list."""
        self.take("[")
        while self.peek() != "]":
            yield self.value()
            if self.peek() != "]":
                self.take(",")
        self.take("]")

    def members(self) -> Iterator[str]:
        """The keys of an object; the caller reads each value before the next key."""
        self.take("{")
        while self.peek() != "}":
            key = self.value()
            self.take(":")
            yield key
            if self.peek() != "}":
                self.take(",")
        self.take("}")


class Flow:
    """The flow being read; `published_on` is known from its head. Ranks stand for line numbers."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source, self.report = source, report
        self.published_on: date | None = None

    def rows(self) -> Iterator[Row]:
        """Each legal entity before its structures. Raises `Refused` on what is not the flow."""
        scanner = Scanner(self.source.text())
        found = False
        try:
            for key in scanner.members():
                if key == "pmej":
                    found = True
                    for rank, element in enumerate(scanner.items(), start=1):
                        yield from self.entity(rank, element)
                else:
                    self.head(key, scanner.value())
        except (ValueError, RecursionError) as error:
            where = f"après la structure de rang {self.report.counts['lines']}"
            raise Refused(f"Le flux est abîmé ou incomplet {where} : téléchargez-le de nouveau.") from error
        if not found:
            raise Refused("Ce fichier JSON n'est pas le flux « finess-structures » : il n'a pas de liste « pmej ».")

    def head(self, key: str, value: Any) -> None:
        if key == "schemaVersion" and not str(value).lower().removeprefix("v").startswith("1."):
            raise Refused(f"Version {str(value)[:20]} du flux inconnue : le portail lit la version 1.")
        if key == "generatedAt":
            with suppress(ValueError):
                self.published_on = date.fromisoformat(str(value)[:10])

    def entity(self, rank: int, element: Any) -> Iterator[Row]:
        self.report.counts["entity_lines"] += 1
        about = part(element, "informationsGeneralesPMEJ")
        code = text(about, "statutJuridique")
        name = text(about, "denominationLonguePmSmsse") or text(about, "denominationPm")
        number = text(about, "numFinessPm")
        entity = building.entity(
            rank,
            number,
            name=name,
            siren=text(about, "siren"),
            code=code,
            label=STATUS_LABELS.get(code, ""),
            report=self.report,
        )
        if entity is None:
            return
        yield entity
        for place in listed(element, "ege"):
            self.report.counts["lines"] += 1
            structure = self.structure(self.report.counts["lines"], place, number)
            if structure is not None:
                yield structure

    def structure(self, rank: int, place: Any, entity: str) -> Structure | Left | None:
        about = part(place, "informationsGeneralesEGE")
        category = text(place, "categorieentiteGeographiqueExercice")
        sector, label = self.category(rank, category)
        address = address_of(place)
        street = spaced(f"{text(address, 'numeroVoie')} {text(address, 'typeVoie')} {text(address, 'libelleVoie')}")
        said = Said(
            number=text(about, "numFinessEge"),
            entity=entity,
            short_name=text(about, "nomEgeCourt"),
            long_name=text(about, "nomEgeLong"),
            siret=text(about, "siret"),
            category=category,
            label=label,
            address=", ".join(line for line in (street, text(address, "lieuDit")) if line),
            postcode=text(address, "codePostal")[:5],
            city=CEDEX.sub("", text(address, "ligneAcheminement")),
            department=department_of_commune(text(address, "cogCommune")),
            public_service=next((spaced(str(code)) for code in listed(about, "espic")), ""),
            closed_on=self.closed_on(place, about),
        )
        return building.structure(rank, said, sector, self.report)

    def category(self, rank: int, code: str) -> tuple[Sector | None, str]:
        try:
            return categories()[code]
        except KeyError:
            self.report.warn(rank, f"Catégorie inconnue ({code[:10] or 'aucune'}) : structure laissée.")
            return None, ""

    def closed_on(self, place: Any, about: Any) -> str | None:
        """The day a structure that is no longer active closed, as well as the flow tells it."""
        if text(place, "etatObjet") in {"", ACTIVE}:
            return None
        for said in (text(about, "dateFermeture"), text(place, "dateDerniereMaj")):
            with suppress(ValueError):
                return date.fromisoformat(said[:10]).isoformat()
        return (self.published_on or timezone.localdate()).isoformat()


def part(element: Any, key: str) -> dict[str, Any]:
    found = element.get(key) if isinstance(element, dict) else None
    return found if isinstance(found, dict) else {}


def listed(element: Any, key: str) -> list[Any]:
    found = element.get(key) if isinstance(element, dict) else None
    return found if isinstance(found, list) else []


def text(element: Any, key: str) -> str:
    """A text or a number as single-spaced text, without what no database holds; nothing for anything else."""
    found = element.get(key) if isinstance(element, dict) else None
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return spaced("".join(c for c in str(found) if c.isprintable() or c.isspace()))


def address_of(place: Any) -> dict[str, Any]:
    """Where people are received, else the first address given."""
    addresses = [row for row in listed(place, "adresse") if isinstance(row, dict)]
    return next((row for row in addresses if text(row, "usageAdresse") == VISITED), addresses[0] if addresses else {})
