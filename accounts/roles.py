"""Which roles exist in which organisation."""

from typing import Any

from accounts.enums import ROLES_BY_KIND, OrganisationKind, Role
from core.verdicts import YES, Verdict, no
from core.wording import listed, the


def role_exists(role: str, organisation: Any) -> Verdict:
    """An ARS has no rapporteur, the DGOS no writer; the reason names the roles that do exist."""
    allowed = ROLES_BY_KIND[OrganisationKind(organisation.kind)]
    if role in allowed:
        return YES
    possible = "Rôle possible" if len(allowed) == 1 else "Rôles possibles"
    names = listed([f"« {Role(name).label} »" for name in allowed])
    return no(f"Ce rôle n'existe pas pour {the(organisation)}. {possible} : {names}.")
