"""To whom an act is addressed: its name and postal address, and what decides how it may be contested."""

from dataclasses import dataclass

from accounts.models import Organisation, Region

SALUTATION = "Madame, Monsieur"


@dataclass(frozen=True)
class Addressee:
    """`territory` is the Insee code of the region where it dwells, which distance delays look at (CJA R. 421-7).

    Blank: somewhere in metropolitan France. `by_mail`: several persons, whom the act reaches by electronic mail alone.
    """

    name: str
    address: str
    territory: str
    overseas: bool
    public: bool
    attention: str = ""
    salutation: str = SALUTATION
    siret: str = ""
    by_mail: bool = False

    @property
    def missing(self) -> list[str]:
        if self.by_mail or self.address.strip():
            return []
        return [f"{self.name} : l'adresse postale du destinataire manque. Ajoutez-la, puis émettez l'acte."]


def addressee(
    name: str,
    address: str,
    region: Region | None,
    *,
    public: bool,
    attention: str = "",
    salutation: str = SALUTATION,
    siret: str = "",
) -> Addressee:
    """Who dwells in a region; in metropolitan France, whichever region it is, without one."""
    code, overseas = (region.code, region.overseas) if region else ("", False)
    return Addressee(name, address, code, overseas, public, attention, salutation or SALUTATION, siret)


def postal_address(organisation: Organisation) -> str:
    """Its address, which ends with its town."""
    postal = organisation.address
    if organisation.city and organisation.city not in postal and postal:
        return f"{postal}, {organisation.city}"
    return postal


def agency(organisation: Organisation) -> Addressee:
    """An ARS: a public body of the State, in the region of its seat."""
    region = organisation.region
    if region is None:
        raise ValueError(organisation)
    address = postal_address(organisation)
    return addressee(organisation.name, address, region, public=True, salutation=organisation.salutation)
