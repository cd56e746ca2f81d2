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


def author_of(hat: Membership, on: date, *, signed: str = "") -> Author:
    """The person who wears this hat, as an act of that day names them."""
    return Author(
        name=hat.user.full_name,
        quality=hat.job_title,
        service=hat.service or hat.organisation.office or hat.organisation.department or hat.organisation.name,
        delegation=hat.delegation,
        delegation_act=hat.delegation_act,
        head=letterhead(hat.organisation),
        signed=signed,
        missing=tuple(missing(hat, on)),
    )


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
    who = f"{hat.job_title}, {hat.organisation}"
    sentences = []
    if len(hat.user.full_name.split()) < 2:  # noqa: PLR2004 - a first name and a name
        sentences.append(f"{who} : le compte ne porte pas un prénom et un nom, que l'acte doit imprimer.")
    if not hat.job_title.strip():
        sentences.append(f"{hat.user}, {hat.organisation} : la qualité manque au rôle.")
    if not hat.own_power:
        sentences += missing_delegation(hat, on, who)
    if not hat.organisation.address.strip():
        sentences.append(f"{hat.organisation} : l'adresse postale manque, où envoyer un recours gracieux.")
    return sentences


def missing_delegation(hat: Membership, on: date, who: str) -> list[str]:
    """Who does not sign by their own power signs by a delegation, published, that runs on that day."""
    if not hat.delegation or not hat.delegation_act:
        return [f"{who} : indiquez sur son rôle la délégation de signature et sa publication, ou son pouvoir propre."]
    begun = hat.delegation_from is None or hat.delegation_from <= on
    running = hat.delegation_until is None or hat.delegation_until >= on
    return [] if begun and running else [f"{who} : sa délégation de signature ne vaut pas le {day(on)}."]
