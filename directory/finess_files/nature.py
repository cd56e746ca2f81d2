"""What a structure is: sector, kind and status, by short rules on the directory's codes.

The directory itself knows only «sanitaire», «social», «enseignement» and «administration»; the portal's three sectors
are read off its aggregates (R35).
"""

from functools import cache
from pathlib import Path

from directory.enums import EntityKind, LegalStatus, Sector
from records.reference_files import csv_rows

CATEGORIES = Path(__file__).parent.parent / "reference/finess_categories.csv"

# Kept out: analysis laboratories and pharmacies (3…), schools (6…), administration (01…).
OUT_OF_FIELD = ("3", "6", "0")
# Among the aggregate of services for several publics (46), those that care.
CARING = {"209", "354", "460", "461", "464"}
ADDICTION = "4604"
GROUPINGS = {"695", "696", "697"}
# Hospitals that the law makes public, cancer centres that it makes non-profit.
PUBLIC_BY_LAW = {"101", "106", "114", "115", "355", "433"}
NON_PROFIT_BY_LAW = {"131"}
PRIVATE_CARE = {"122", "128", "129", "161", "365"}
# The legal statuses that most establishments have, for the flow.
STATUS_LABELS = {
    "10": "Établissement public national d'hospitalisation",
    "11": "Établissement public départemental d'hospitalisation",
    "13": "Établissement public communal d'hospitalisation",
    "14": "Établissement public intercommunal d'hospitalisation",
    "15": "Établissement public régional d'hospitalisation",
    "17": "Centre communal d'action sociale",
    "19": "Établissement social ou médico-social départemental",
    "21": "Établissement social ou médico-social communal",
    "22": "Établissement social ou médico-social intercommunal",
    "28": "Groupement d'intérêt public",
    "29": "Groupement de coopération sanitaire public",
    "40": "Régime général de sécurité sociale",
    "43": "Mutualité sociale agricole",
    "47": "Société mutualiste",
    "60": "Association",
    "61": "Association reconnue d'utilité publique",
    "62": "Association de droit local",
    "63": "Fondation",
    "64": "Congrégation",
    "70": "Personne physique",
    "72": "Société à responsabilité limitée",
    "73": "Société anonyme",
    "89": "Groupement de coopération sanitaire privé",
    "95": "Société par actions simplifiée",
}
# The public service code of a line (codesph): 1 is a public hospital, 6 a non-profit one of collective interest.
PUBLIC_HOSPITAL, COLLECTIVE_INTEREST = "1", "6"


@cache
def sector_of(aggregate: str, category: str) -> Sector | None:
    """The sector of a four-digit aggregate; None when the programme does not address it. Raises KeyError if unknown."""
    if aggregate.startswith(("1", "2")):
        return Sector.HEALTH
    if aggregate.startswith(OUT_OF_FIELD):
        return None
    if aggregate.startswith(("41", "42", "43", "44")) or aggregate == ADDICTION:
        return Sector.MEDICO_SOCIAL
    if aggregate.startswith("46"):
        return Sector.MEDICO_SOCIAL if category in CARING else Sector.SOCIAL
    if aggregate.startswith(("45", "51")):
        return Sector.SOCIAL
    raise KeyError(aggregate)


@cache
def categories() -> dict[str, tuple[Sector | None, str]]:
    """Sector and label of the categories still in use, for the flow, which carries codes alone."""
    rows = csv_rows(CATEGORIES)
    return {row["code"]: (Sector(row["sector"]) if row["sector"] else None, row["label"]) for row in rows}


def kind_of(category: str) -> EntityKind:
    """Cooperation groupings with a number of their own are groupings here too (R32)."""
    return EntityKind.GROUPING if category in GROUPINGS else EntityKind.ESTABLISHMENT


def legal_status_of(code: str) -> LegalStatus | None:
    """The status of a legal entity by its two-digit code; None for foreign law (90) and unknown codes."""
    if not (code.isdecimal() and code.isascii()):
        return None
    number = int(code)
    if 1 <= number <= 30:  # noqa: PLR2004 - State, local authorities, public institutions and groupings
        return LegalStatus.PUBLIC
    if 40 <= number <= 66 or number == 89:  # noqa: PLR2004 - insurance funds, mutuals, associations, foundations
        return LegalStatus.NON_PROFIT
    if 70 <= number <= 88 or number in {91, 93, 95}:  # noqa: PLR2004 - persons and companies
        return LegalStatus.FOR_PROFIT
    return None


@cache
def likely_status(public_service: str, siren_begins: str, category: str, sector: Sector) -> tuple[LegalStatus, bool]:
    """The status that a structure's own line suggests when its legal entity is unknown, and whether it is certain.

    Public persons alone have SIREN numbers that begin with 1 or 2.
    """
    if public_service == PUBLIC_HOSPITAL or siren_begins in {"1", "2"}:
        return LegalStatus.PUBLIC, True
    if public_service == COLLECTIVE_INTEREST or category in NON_PROFIT_BY_LAW:
        return LegalStatus.NON_PROFIT, True
    if category in PUBLIC_BY_LAW:
        return LegalStatus.PUBLIC, True
    if category in PRIVATE_CARE or (sector == Sector.HEALTH and public_service in {"0", "7"}):
        return LegalStatus.FOR_PROFIT, False
    return LegalStatus.NON_PROFIT, False
