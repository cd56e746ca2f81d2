"""From what a file says to rows that the database can hold, reporting on the way what is wrong or left out."""

from typing import NamedTuple

from directory import finess
from directory.enums import Sector
from directory.finess_files.nature import kind_of, legal_status_of, likely_status
from directory.finess_files.report import Report
from directory.finess_files.rows import ADDRESS, CITY, LABEL, NAME, SHORT_NAME, Entity, Left, Structure
from directory.finess_files.territory import REGION_OF, WITHOUT_ARS
from directory.models import plain, searchable

SIREN, SIRET = 9, 14
SIGNS = 6


class Said(NamedTuple):
    """What a file says of a structure: texts stripped and single-spaced, the department as Insee writes it."""

    number: str
    entity: str
    short_name: str
    long_name: str
    siret: str
    category: str
    label: str
    address: str
    postcode: str
    city: str
    department: str
    public_service: str
    closed_on: str | None = None


def structure(line: int, said: Said, sector: Sector | None, report: Report) -> Structure | Left | None:
    """The row; `Left` when it is outside the programme's field or in doubt, None when wrong: the report says which."""
    if not finess.is_complete(said.number):
        report.error(line, f"« {said.number[:20]} » n'est pas un numéro FINESS.")
        return None
    name = naming(said)
    if not name:
        report.error(line, f"L'établissement {said.number} n'a pas de nom.")
        return None
    region = REGION_OF.get(said.department)
    if sector is None or region is None:
        return left(line, said, sector, report)
    name = fitting(line, name, report)
    short_name = "" if said.short_name == name else said.short_name[:SHORT_NAME]
    siret = checked(line, "Siret", said.siret, SIRET, report)
    city, label = said.city[:CITY], said.label[:LABEL]
    likely, certain = likely_status(said.public_service, said.siret[:1], said.category, sector)
    return Structure(
        line=line,
        finess=said.number,
        kind=kind_of(said.category),
        name=name,
        short_name=short_name,
        siret=siret,
        category_code=said.category[:4],
        category=label,
        sector=sector,
        address=said.address[:ADDRESS],
        city=city,
        postcode=said.postcode,
        department=said.department,
        closed_on=said.closed_on,
        search_text=searchable(name, short_name, city, said.postcode, said.number, siret, category=label),
        region=region,
        entity=entity_number(line, said.entity, report),
        likely=likely,
        certain=certain,
    )


def naming(said: Said) -> str:
    """The long name, unless it only repeats the category; the short one then says which."""
    long_name, label = said.long_name, said.label
    # As long as the label, within a few signs: only then is it worth comparing.
    alike = abs(len(long_name) - len(label)) <= SIGNS and plain(long_name) == plain(label)
    return said.short_name if not long_name or (said.short_name and alike) else long_name


def entity(line: int, number: str, *, name: str, siren: str, code: str, label: str, report: Report) -> Entity | None:
    """The row of a legal entity, or None when its number is wrong."""
    if not finess.is_complete(number):
        report.error(line, f"« {number[:20]} » n'est pas un numéro FINESS d'entité juridique.")
        return None
    return Entity(
        line=line,
        finess=number,
        name=fitting(line, name, report),
        siren=checked(line, "Siren", siren, SIREN, report),
        status_code=code[:2],
        status=label[:LABEL],
        legal_status=legal_status_of(code) or "",
    )


def entity_number(line: int, number: str, report: Report) -> str:
    if number and not finess.is_complete(number):
        report.warn(line, f"« {number[:20]} » n'est pas un numéro d'entité juridique : il est laissé vide.")
        return ""
    return number


def checked(line: int, what: str, number: str, length: int, report: Report) -> str:
    """A number of this many digits, or nothing."""
    if number and not (len(number) == length and number.isascii() and number.isdecimal()):
        report.warn(line, f"« {number[:20]} » n'est pas un numéro {what} : il est laissé vide.")
        return ""
    return number


def fitting(line: int, text: str, report: Report) -> str:
    if len(text) > NAME:
        report.warn(line, f"Nom coupé à {NAME} caractères.")
    return text[:NAME]


def left(line: int, said: Said, sector: Sector | None, report: Report) -> Left:
    """Outside the field, else outside the 18 regions: where no ARS is, only counted; an unknown code is said."""
    if sector is not None and said.department not in WITHOUT_ARS:
        report.warn(line, f"Département inconnu ({said.department[:10] or 'aucun'}) : ligne laissée.")
    report.counts["out_of_field" if sector is None else "out_of_regions"] += 1
    return Left(line, said.number)
