"""Who may read and write the directory of establishments."""

from accounts.models import Membership
from core.verdicts import YES, Verdict, no, not_now
from core.wording import day
from directory.enums import EntityKind
from directory.models import Establishment
from records.permissions import may_administer


def may_read_directory(hat: Membership | None) -> Verdict:
    """Search and read establishments, groupings and territories of all regions."""
    if hat is not None and (hat.regional or hat.national or hat.administers):
        return YES
    return no("L'annuaire des structures est réservé aux ARS, aux Aract, à la DGOS, à l'Anact et à l'administration.")


def may_import_finess(hat: Membership | None) -> Verdict:
    """Bring the directory in line with files of FINESS."""
    return may_administer(hat)


def may_name_grouping(hat: Membership | None) -> Verdict:
    """Name a grouping or a territory of one's region, which has no FINESS number (R32)."""
    if hat is not None and hat.regional and hat.organisation.region_id is not None:
        return YES
    return no("Seules l'ARS et l'Aract d'une région nomment ses groupements et ses territoires.")


def may_change_members(hat: Membership | None, establishment: Establishment) -> Verdict:
    """Say which establishments a grouping or a territory is made of; the pair of its region does (R32)."""
    if hat is None or not hat.regional or hat.organisation.region_id != establishment.region_id:
        return no("Seules l'ARS et l'Aract de la région disent qui compose un groupement ou un territoire.")
    if establishment.kind == EntityKind.ESTABLISHMENT:
        return no("Un établissement n'a pas de membres : seuls en ont les groupements et les territoires.")
    if establishment.closed_on is not None:
        return not_now(f"Il est fermé depuis le {day(establishment.closed_on)}.")
    return YES
