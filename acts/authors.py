"""Who takes an act: the person, in what capacity, for which service, by which power (CRPA L. 212-1)."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Membership, Organisation
from core.wording import day

LETTERHEAD = ("authority", "department", "office", "case_officer", "address", "phone", "email")


@dataclass(frozen=True)
class Author:
    """As the act prints it; `said` is the sentence of the moment it was signed, blank until then.

    `missing` are the sentences that keep the act from being issued, each with what corrects it.
    """

    name: str
    quality: str
    service: str
    delegation: str
    delegation_act: str
    head: dict[str, str]
    signed: str = ""
    missing: tuple[str, ...] = ()


def author_of(hat: Membership, on: date, *, signed: str = "", decides: bool = True) -> Author:
    """The person who wears this hat, as an act of that day names them; what decides nothing asks for no power."""
    return Author(
        name=hat.user.full_name,
        quality=hat.job_title,
        service=hat.service or hat.organisation.office or hat.organisation.department or hat.organisation.name,
        delegation=hat.delegation,
        delegation_act=hat.delegation_act,
        head=letterhead(hat.organisation),
        signed=signed,
        missing=tuple(missing(hat, on) if decides else [*missing_name(hat), *missing_address(hat.organisation)]),
    )


def service_of(organisation: Organisation) -> Author:
    """The service in charge of a request, at the head of a receipt that nobody signs."""
    lacking = missing_address(organisation)
    if not organisation.phone.strip():
        lacking.append(f"{organisation} : le téléphone du service manque, que l'accusé de réception doit donner.")
    return Author("", organisation.name, "", "", "", letterhead(organisation), missing=tuple(lacking))


def awaited(organisation: Organisation, signed: str) -> Author:
    """The place of an author who has not signed yet, on a draft."""
    return Author("", organisation.name, "", "", "", letterhead(organisation), signed)


def letterhead(organisation: Organisation) -> dict[str, str]:
    """What stands at the head of its letters (R82)."""
    head = {key: str(getattr(organisation, key)) for key in LETTERHEAD}
    head["authority"] = head["authority"] or organisation.name
    if organisation.city and organisation.city not in head["address"]:
        head["address"] = ", ".join(filter(None, [head["address"], organisation.city]))
    return head | {"name": organisation.name}


def missing(hat: Membership, on: date) -> list[str]:
    """What the account lacks for its person to be the author of an act on that day."""
    power = [] if hat.own_power else missing_delegation(hat, on)
    return [*missing_name(hat), *power, *missing_address(hat.organisation)]


def missing_name(hat: Membership) -> list[str]:
    sentences = []
    if len(hat.user.full_name.split()) < 2:  # noqa: PLR2004 - a first name and a name
        who = f"{hat.job_title}, {hat.organisation}"
        sentences.append(f"{who} : le compte ne porte pas un prénom et un nom, que l'acte doit imprimer.")
    if not hat.job_title.strip():
        sentences.append(f"{hat.user}, {hat.organisation} : la fonction manque au rôle.")
    return sentences


def missing_address(organisation: Organisation) -> list[str]:
    if organisation.address.strip():
        return []
    return [f"{organisation} : l'adresse postale manque, où écrire et envoyer un recours gracieux."]


def missing_delegation(hat: Membership, on: date) -> list[str]:
    """Who does not sign by their own power signs by a delegation, published, that runs on that day."""
    who = f"{hat.job_title}, {hat.organisation}"
    if not hat.delegation or not hat.delegation_act:
        return [f"{who} : indiquez sur son rôle la délégation de signature et sa publication, ou son pouvoir propre."]
    begun = hat.delegation_from is None or hat.delegation_from <= on
    running = hat.delegation_until is None or hat.delegation_until >= on
    return [] if begun and running else [f"{who} : sa délégation de signature ne vaut pas le {day(on)}."]
