"""The historic tables: `cs1100502` (establishments, 32 fields) and `cs1100501` (legal entities, 23 fields).

Separated by `;`, without header; the first line is technical: `finess;etalab;<number>;<date>`.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from core.wording import counted
from directory.enums import Sector
from directory.finess_files import building
from directory.finess_files.building import Said
from directory.finess_files.nature import sector_of
from directory.finess_files.opening import Source
from directory.finess_files.report import Report
from directory.finess_files.rows import Entity, Left, Structure, spaced
from directory.finess_files.territory import department_of, postcode_and_city

STRUCTURE, ENTITY, PLACE = "structureet", "structureej", "geolocalisation"
BLANKS = re.compile(r"[ \t]+")
FIELDS = {STRUCTURE: 32, ENTITY: 23}
OTHERS = {
    ENTITY: "Cette ligne est celle d'une entité juridique : donnez ce fichier comme celui des entités juridiques.",
    STRUCTURE: "Cette ligne est celle d'un établissement : donnez ce fichier comme celui des établissements.",
}


class StockTable:
    """A table being read; `published_on` is known from its first line."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source, self.report = source, report
        self.published_on: date | None = None

    def structures(self) -> Iterator[Structure | Left]:
        for line, cells in self.rows(STRUCTURE):
            self.report.counts["lines"] += 1
            structure = structure_of(line, cells, self.report)
            if structure is not None:
                yield structure

    def entities(self) -> Iterator[Entity]:
        for line, cells in self.rows(ENTITY):
            self.report.counts["entity_lines"] += 1
            entity = building.entity(
                line,
                cells[1].strip(),
                name=cells[3].strip() or cells[2].strip(),
                siren=cells[20].strip(),
                code=cells[16].strip(),
                label=cells[17].strip(),
                report=self.report,
            )
            if entity is not None:
                yield entity

    def rows(self, section: str) -> Iterator[tuple[int, list[str]]]:
        """Lines of one section with their right number of fields; the others are reported."""
        begins = f"{section};"
        for line, text in self.source.lines(self.report):
            if not text.startswith(begins):
                self.other(line, text, section)
                continue
            cells = cells_of(text)
            if cells is None:
                self.report.error(line, "Guillemets mal fermés : la ligne est coupée ou abîmée.")
            elif len(cells) != FIELDS[section]:
                self.report.error(line, f"{counted(len(cells), 'champ')} au lieu de {FIELDS[section]}.")
            else:
                yield line, cells

    def other(self, line: int, text: str, section: str) -> None:
        """A line that does not begin as those of the section."""
        begins, *cells = text.split(";")
        if begins == "finess" and line == 1:
            with suppress(ValueError, IndexError):
                self.published_on = date.fromisoformat(cells[2])
        elif begins in FIELDS:
            self.report.error(line, OTHERS[begins] if begins != section else "La ligne est coupée.")
        elif text.startswith(f"{section},"):
            self.report.error(line, "Champs séparés par des virgules : il faut des points-virgules.")
        elif begins.strip() != "" and begins != PLACE:
            self.report.error(line, f"Ligne inconnue : elle devrait commencer par « {section} ».")


def cells_of(text: str) -> list[str] | None:
    """The fields of a line, single-spaced; None when a quote does not close."""
    if "  " in text or "\t" in text:
        text = BLANKS.sub(" ", text)
    if '"' not in text:
        return text.split(";")
    try:
        return next(csv.reader([text], delimiter=";", strict=True))
    except csv.Error:
        return None


def structure_of(line: int, cells: list[str], report: Report) -> Structure | Left | None:
    category = cells[18].strip()
    try:
        sector: Sector | None = sector_of(cells[20].strip(), category)
    except KeyError:
        seen = f"{category[:10] or 'aucune'}, agrégat {cells[20][:10] or 'aucun'}"
        report.warn(line, f"Catégorie inconnue ({seen}) : ligne laissée.")
        sector = None
    postcode, city = postcode_and_city(cells[15].strip())
    parts = (spaced(f"{cells[7]} {cells[10]} {cells[8]} {cells[9]}"), cells[11].strip())
    said = Said(
        number=cells[1].strip(),
        entity=cells[2].strip(),
        short_name=cells[3].strip(),
        long_name=cells[4].strip(),
        siret=cells[22].strip(),
        category=category,
        label=cells[19].strip(),
        address=", ".join(part for part in parts if part),
        postcode=postcode,
        city=city or cells[14].strip(),
        department=department_of(cells[13].strip(), postcode),
        public_service=cells[26].strip(),
    )
    return building.structure(line, said, sector, report)
