"""To whom an act is addressed: its name and postal address, and what decides how it may be contested."""

from dataclasses import dataclass

from accounts.models import Organisation, Region

SALUTATION = "Madame, Monsieur"


@dataclass(frozen=True)
class Addressee:
    """`territory` is the Insee code of the region where it dwells, which distance delays look at (CJA R. 421-7)."""

    name: str
    address: str
    territory: str
    overseas: bool
    public: bool
    attention: str = ""
    salutation: str = SALUTATION

    @property
    def missing(self) -> list[str]:
        if self.address.strip():
            return []
        return [f"{self.name} : l'adresse postale du destinataire manque. Ajoutez-la, puis émettez l'acte."]


def addressee(
    name: str, address: str, region: Region, *, public: bool, attention: str = "", salutation: str = SALUTATION
) -> Addressee:
    return Addressee(name, address, region.code, region.overseas, public, attention, salutation or SALUTATION)


def agency(organisation: Organisation) -> Addressee:
    """An ARS: a public body of the State, in the region of its seat."""
    region = organisation.region
    if region is None:
        raise ValueError(organisation)
    postal = organisation.address
    if organisation.city and organisation.city not in postal and postal:
        postal = f"{postal}, {organisation.city}"
    return addressee(organisation.name, postal, region, public=True, salutation=organisation.salutation)
