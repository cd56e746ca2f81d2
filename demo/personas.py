"""The demonstration's personas: who they are and what each has to do.

Only accounts flagged `demo` are listed or opened, and only where the settings say DEMO.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User

NATIONAL_DUTIES = {
    Role.SECRETARY: "Ouvre les appels, vérifie la recevabilité des fiches, affecte les rapporteurs, propose les "
    "décisions et émet les lettres de décision.",
    Role.PRESIDENT: "Suit le tableau de la commission (notes, avis, enveloppe) et propose les décisions.",
    Role.RAPPORTEUR: "Déclare ses liens d'intérêt, note les fiches qui lui sont affectées et rend un avis.",
    Role.SIGNATORY: "Valide les décisions proposées, à égalité avec l'autre autorité.",
}
ARS_DUTIES = {
    Role.WRITER: "Rédige la fiche projet de sa région avec l'Aract, puis la dépose avant la clôture.",
    Role.SIGNATORY: "Relit la fiche projet, la signe pour l'ARS et la dépose.",
}
ARACT_DUTIES = {
    Role.WRITER: "Rédige la fiche projet de sa région avec l'ARS : étapes, collectif, budget.",
    Role.SIGNATORY: "Relit la fiche projet et la signe pour l'Aract.",
}
DUTIES: dict[str, dict[Role, str]] = {
    OrganisationKind.DGOS: NATIONAL_DUTIES,
    OrganisationKind.ANACT: NATIONAL_DUTIES,
    OrganisationKind.ARS: ARS_DUTIES,
    OrganisationKind.ARACT: ARACT_DUTIES,
    OrganisationKind.OPERATOR: ARACT_DUTIES,
    OrganisationKind.ESTABLISHMENT: {
        Role.CONTACT: "Confirme l'engagement de sa structure et suit les projets auxquels elle participe."
    },
    OrganisationKind.PLATFORM: {
        Role.ADMINISTRATOR: "Gère les comptes et les invitations, suit les courriels, les travaux et le journal."
    },
    OrganisationKind.GUESTS: {Role.GUEST: "Commente ou écrit les sections d'une fiche que le binôme lui a ouvertes."},
}
KINDS = list(OrganisationKind)
# In the order in which a file meets them.
ROLES = [
    Role.SECRETARY,
    Role.WRITER,
    Role.PRESIDENT,
    Role.RAPPORTEUR,
    Role.SIGNATORY,
    Role.CONTACT,
    Role.ADMINISTRATOR,
    Role.GUEST,
]


@dataclass(frozen=True)
class PersonaCard:
    """One card of the demonstration page: a demo account in one of its roles."""

    hat: Membership

    @property
    def email(self) -> str:
        return self.hat.user.email

    @property
    def duty(self) -> str:
        return DUTIES[self.hat.organisation.kind].get(Role(self.hat.role), "")

    @property
    def label(self) -> str:
        return f"{self.hat.user.full_name} – {self.hat.organisation}"


def personas() -> list[PersonaCard]:
    """National organisations first, then pair by pair, establishments, the platform."""
    hats = Membership.objects.current().filter(user__demo=True).select_related("user", "organisation__region")
    return [PersonaCard(hat) for hat in sorted(hats, key=rank)]


def rank(hat: Membership) -> tuple[Any, ...]:
    organisation = hat.organisation
    kind = OrganisationKind(organisation.kind)
    region = organisation.region.slug if organisation.region and not hat.national else ""
    apart = [OrganisationKind.ESTABLISHMENT, OrganisationKind.PLATFORM, OrganisationKind.GUESTS]
    after_the_pairs = apart.index(kind) + 1 if kind in apart else 0
    where = (after_the_pairs, region, KINDS.index(kind), organisation.name, organisation.pk)
    return (*where, ROLES.index(Role(hat.role)), hat.user.email)


def grouped(everyone: list[PersonaCard]) -> list[tuple[Any, list[PersonaCard]]]:
    """(organisation, its personas), in the order of the list."""
    return [(key, list(group)) for key, group in groupby(everyone, key=lambda persona: persona.hat.organisation)]


def demo_account(email: str) -> User | None:
    """The open demo account at a typed address, if any."""
    if "\0" in email:
        return None
    return User.objects.filter(demo=True, is_active=True, email__iexact=email.strip()).first()
