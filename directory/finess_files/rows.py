"""What every reader yields: a legal entity, a structure, already in the portal's own terms, or a line left out."""

from typing import NamedTuple

# Widths of the columns that a text must fit.
NAME, SHORT_NAME, ADDRESS, CITY, LABEL = 200, 100, 250, 80, 150


class Entity(NamedTuple):
    """A legal entity; `legal_status` is empty when its code tells neither public nor private."""

    line: int
    finess: str
    name: str
    siren: str
    status_code: str
    status: str
    legal_status: str


class Structure(NamedTuple):
    """An establishment in the portal's field. Field names are those of its model, except the last ones.

    `region` is an Insee code, `closed_on` an ISO date or None, `entity` the number of its legal entity (or nothing),
    `likely` the status that the line itself suggests, and `certain` whether it says so for sure.
    """

    line: int
    finess: str
    kind: str
    name: str
    short_name: str
    siret: str
    category_code: str
    category: str
    sector: str
    address: str
    city: str
    postcode: str
    department: str
    closed_on: str | None
    search_text: str
    region: str
    entity: str
    likely: str
    certain: bool


class Left(NamedTuple):
    """A line that is not imported, out of the field or in doubt: what its number designates still stands."""

    line: int
    finess: str


Row = Entity | Structure | Left


def spaced(text: str) -> str:
    """Without spaces at the ends or in a row."""
    return " ".join(text.split())
