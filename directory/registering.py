"""Adding structures to the register that participants are chosen from."""

from datetime import date, datetime
from typing import Any

from accounts.models import Membership, Organisation, Region
from core.verdicts import Refused
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models import Establishment, plain
from records.journal import record


def register_establishment(
    *,
    name: str,
    city: str,
    region: Region,
    sector: Sector,
    legal_status: LegalStatus,
    finess: str | None = None,
    kind: EntityKind = EntityKind.ESTABLISHMENT,
    category_code: str = "",
    category: str = "",
    address: str = "",
    postcode: str = "",
    organisation: Organisation | None = None,
    closed_on: date | None = None,
    fictional: bool = False,
) -> Establishment:
    """Write a structure down, or bring it up to date: known by its FINESS number, else by its name in its region.

    For files and demonstration data, which say the same thing twice without harm. Raises `ValidationError` on a
    malformed number or an unknown value.
    """
    known = Establishment.objects.filter(finess=finess) if finess else namesakes(kind, name, region)
    row = known.first() or Establishment(finess=finess or None)
    row.kind, row.name, row.city, row.postcode, row.region = kind, name, city, postcode, region
    row.address = address
    row.sector, row.legal_status, row.organisation = sector, legal_status, organisation
    row.category_code, row.category, row.closed_on, row.fictional = category_code, category, closed_on, fictional
    row.search_text = row.searchable()
    row.full_clean()
    row.save()
    return row


def register_grouping(
    region: Region,
    *,
    kind: EntityKind,
    name: str,
    city: str,
    sector: Sector,
    legal_status: LegalStatus,
    by: Membership,
    now: datetime | None = None,
) -> Establishment:
    """A grouping or a territory, which has no FINESS number, named by the pair that wants it to take part (R32)."""
    if kind not in {EntityKind.GROUPING, EntityKind.TERRITORY}:
        raise Refused("Un établissement se choisit par la recherche, avec son numéro FINESS.")
    if namesakes(kind, name, region).exists():
        raise Refused(f"« {name} » est déjà connu dans cette région : cherchez-le par son nom pour le choisir.")
    structure = register_establishment(
        kind=kind, name=name, city=city, region=region, sector=sector, legal_status=legal_status
    )
    record(
        "directory.register_grouping",
        structure,
        by=by,
        summary=f"{structure.get_kind_display().capitalize()} sans numéro FINESS : {name}",
        now=now,
    )
    return structure


def namesakes(kind: EntityKind, name: str, region: Region) -> Any:
    """Structures without number of the same kind and name in a region, whatever the accents and capitals."""
    wanted = plain(name)
    candidates = Establishment.objects.filter(finess=None, kind=kind, region=region).matching(name)
    return candidates.filter(pk__in=[row.pk for row in candidates if plain(row.name) == wanted])
