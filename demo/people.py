"""Demonstration personas, designated by function alone."""

from dataclasses import dataclass
from datetime import date
from zlib import crc32

from allauth.account.models import EmailAddress

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, Region, User
from directory.models import Establishment

SINCE = date(2021, 1, 1)
WOMEN = ("Agathe", "Bérénice", "Clarisse", "Éloïse", "Faustine", "Héloïse", "Maëlle", "Ninon", "Solène", "Yasmine")
MEN = ("Anatole", "Basile", "Côme", "Émile", "Gaspard", "Joachim", "Maël", "Octave", "Tanguy", "Youssef")
NAMES = ("Aubépine", "Bellerive", "Chanteloup", "Dutilleul", "Fontclaire", "Grandpré", "Lavergne-Soleil", "Montjoie")
# Regions whose pair has one-click accounts; the other pairs of the demonstration have accounts without it.
SHOWN_REGIONS = ("11", "93", "53", "04")


@dataclass(frozen=True)
class Persona:
    """One account: `slug` makes its address."""

    slug: str
    role: Role
    job_title: str
    delegation: str = ""
    delegation_act: str = ""

    @property
    def own_power(self) -> bool:
        """Who signs without a delegation directs their organisation."""
        return self.role == Role.SIGNATORY and not self.delegation

    def name(self, email: str) -> str:
        """A first name and a name, always the same for an address, and of nobody."""
        first = WOMEN if self.job_title.split()[0].endswith(("e", "e,")) else MEN
        mark = crc32(email.encode())
        return f"{first[mark % len(first)]} {NAMES[mark // 7 % len(NAMES)]}"


NATIONAL = {
    OrganisationKind.DGOS: (
        Persona("secretariat", Role.SECRETARY, "Chargée de mission, secrétariat de la commission"),
        Persona("presidence", Role.PRESIDENT, "Présidente de la commission d'examen"),
        Persona("rapport-1", Role.RAPPORTEUR, "Rapporteure, qualité de vie au travail"),
        Persona("rapport-2", Role.RAPPORTEUR, "Rapporteur, transformation numérique"),
        Persona(
            "signature",
            Role.SIGNATORY,
            "Directrice générale de l'offre de soins",
            "Pour le ministre et par délégation",
            "décret de nomination (exemple fictif), Journal officiel du 2 janvier 2021",
        ),
    ),
    OrganisationKind.ANACT: (
        Persona("secretariat", Role.SECRETARY, "Chargé de mission, secrétariat de la commission"),
        Persona("presidence", Role.PRESIDENT, "Vice-président de la commission d'examen"),
        Persona("rapport-1", Role.RAPPORTEUR, "Rapporteur, organisation du travail"),
        Persona("rapport-2", Role.RAPPORTEUR, "Rapporteure, dialogue social"),
        Persona("signature", Role.SIGNATORY, "Directeur général de l'Anact"),
    ),
}
ARS = (
    Persona("redaction", Role.WRITER, "Chargée de mission qualité de vie au travail"),
    Persona("signature", Role.SIGNATORY, "Directeur général", ""),
)
ARACT = (
    Persona("redaction", Role.WRITER, "Chargé de mission santé et numérique"),
    Persona("signature", Role.SIGNATORY, "Directrice régionale", ""),
)


def hat(persona: Persona, organisation: Organisation, domain: str, *, shown: bool = True) -> Membership:
    """The account and its membership, made once."""
    email = f"{persona.slug}@{domain}.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, full_name=persona.name(email), demo=shown)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    membership, _ = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        role=persona.role,
        defaults={
            "job_title": persona.job_title,
            "delegation": persona.delegation,
            "delegation_act": persona.delegation_act,
            "own_power": persona.own_power,
            "since": SINCE,
        },
    )
    return membership


@dataclass(frozen=True)
class Pair:
    """The four hats of a region."""

    ars_writer: Membership
    ars_signatory: Membership
    aract_writer: Membership
    aract_signatory: Membership


def pair(code: str) -> Pair:
    """The hats of a region's ARS and Aract, or of the operator that stands in for the Aract."""
    here = Organisation.objects.filter(region__code=code)
    ars = here.of_kind(OrganisationKind.ARS).get()
    aract = here.standing_for_aract().get()
    for organisation in (ars, aract):
        give_address(organisation)
    shown = code in SHOWN_REGIONS
    slug = Region.objects.get(code=code).slug
    hats = [hat(persona, ars, f"ars-{slug}", shown=shown) for persona in ARS]
    hats += [hat(persona, aract, f"aract-{slug}", shown=shown) for persona in ARACT]
    return Pair(*hats)


def give_address(organisation: Organisation) -> None:
    """An agency's letters say where to write to it, and whom to call; the reference data leave both to the agency."""
    if not organisation.address:
        organisation.address = f"1 place de l'Exemple, {organisation.city or organisation.region}"
        organisation.phone = "01 99 00 30 40"
        organisation.save(update_fields=["address", "phone"])


def national(kind: OrganisationKind) -> dict[str, Membership]:
    """The hats of DGOS or of Anact, by slug."""
    organisation = Organisation.objects.of_kind(kind).get()
    return {persona.slug: hat(persona, organisation, kind.value) for persona in NATIONAL[kind]}


def administrator() -> Membership:
    organisation = Organisation.objects.of_kind(OrganisationKind.PLATFORM).get()
    persona = Persona("administration", Role.ADMINISTRATOR, "Administratrice du portail")
    return hat(persona, organisation, "portail-acia")


def establishment_contact(establishment: Establishment) -> Membership:
    """The contact of a structure, and the organisation through which they act."""
    organisation, _ = Organisation.objects.get_or_create(
        name=establishment.name,
        defaults={
            "kind": OrganisationKind.ESTABLISHMENT,
            "short_name": establishment.name[:60],
            "region": establishment.region,
            "city": establishment.city,
        },
    )
    establishment.organisation = organisation
    establishment.save(update_fields=["organisation"])
    persona = Persona("contact", Role.CONTACT, "Directrice adjointe, référente du projet numérique")
    return hat(persona, organisation, "structure-fictive")
