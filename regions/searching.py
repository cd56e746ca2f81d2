"""Finding the structures that may take part in a regional project."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.wording import day
from directory import finess
from directory.models import Establishment, plain
from directory.searching import LIMIT, first_by_name, first_elsewhere
from regions.models import RegionalProject

IN_THE_FICHE = "Déjà dans la fiche"


@dataclass(frozen=True)
class Hit:
    """A structure found, and why it may not be chosen, if so."""

    establishment: Establishment
    obstacle: str = ""


@dataclass(frozen=True)
class Found:
    """What a search says: hits in the project's region, a few of other regions, and one sentence of advice.

    `near` hits differ from what was typed by one slip.
    """

    text: str
    hits: list[Hit] = field(default_factory=list)
    elsewhere: list[Establishment] = field(default_factory=list)
    more: bool = False
    near: bool = False
    advice: str = ""


def search(project: RegionalProject, text: str, *, obstacles: Mapping[int, str] | None = None) -> Found:
    """Look for structures by name, city, postcode, FINESS or SIRET number; four queries at most, whatever is found.

    What matches exactly in other regions comes before what nearly matches here. `obstacles` says by key why a structure
    may not be chosen; by default, because it is in the fiche already.
    """
    text = text.strip()[:100]
    number = finess.typed_number(text)
    if not plain(text):
        return Found(text, advice="Tapez un nom, une ville ou un numéro FINESS." if text else "")
    rows = Establishment.objects.all()
    here = first_by_name(rows.matching(text).in_region(project.region))
    elsewhere = [] if here else first_elsewhere(rows.matching(text).exclude(region=project.region))
    near = not (here or elsewhere)
    if near:
        here = first_by_name(rows.nearly_matching(text).in_region(project.region))
    if obstacles is None:
        present = project.participations.present().values_list("establishment_id", flat=True) if here else []
        obstacles = dict.fromkeys(present, IN_THE_FICHE)
    return Found(
        text=text,
        hits=[Hit(row, obstacle(row, obstacles)) for row in here[:LIMIT]],
        elsewhere=elsewhere,
        more=len(here) > LIMIT,
        near=near and bool(here),
        advice=advice(project, text, number, elsewhere) if not here else "",
    )


def obstacle(establishment: Establishment, obstacles: Mapping[int, str]) -> str:
    if establishment.closed_on is not None:
        return f"Fermé depuis le {day(establishment.closed_on)}"
    return obstacles.get(establishment.pk, "")


def advice(project: RegionalProject, text: str, number: str, elsewhere: list[Establishment]) -> str:
    """Why nothing was found in the region, and what to do about it."""
    if elsewhere:
        where = ", ".join(sorted({row.region.name for row in elsewhere}, key=plain))
        return (
            f"Aucune structure de la région {project.region} ne correspond. Celles qui correspondent sont d'une autre "
            f"région ({where}) : elles ne peuvent pas participer à ce projet."
        )
    if len(number) == finess.SIRET_LENGTH:
        return f"Aucune structure ne porte le numéro Siret {number}. Vérifiez-le, ou cherchez par le nom."
    if number and not finess.is_complete(number):
        return f"Un numéro FINESS compte {finess.LENGTH} caractères ; vous en avez saisi {len(number)}."
    if number:
        return f"Aucune structure ne porte le numéro FINESS {number}. Vérifiez-le, ou cherchez par le nom."
    return (
        f"Aucune structure de la région {project.region} ne correspond à « {text} ». "
        "Essayez un seul mot du nom, la ville ou le numéro FINESS."
    )
