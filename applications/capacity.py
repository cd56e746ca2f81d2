"""In what capacity and by which power a person signs a fiche: their own, or a delegation that they name (R24)."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from applications.enums import Power
from core.verdicts import Refused
from core.wording import day

LONGEST = 600


@dataclass(frozen=True)
class Capacity:
    """As the signatory states it; a delegation has a reference and the day from which it runs."""

    quality: str
    power: str
    delegation: str = ""
    delegated_on: date | None = None


def capacity_of(hat: Membership) -> Capacity:
    """What the account says, which the page proposes; an account without a delegation signs by its own power."""
    reference = hat.delegation_act or hat.delegation
    if hat.own_power or not reference or hat.delegation_from is None:
        return Capacity(hat.job_title, Power.OWN)
    return Capacity(hat.job_title, Power.DELEGATION, reference, hat.delegation_from)


def ensure_stated(capacity: Capacity, on: date) -> None:
    if not capacity.quality.strip():
        raise Refused("Dites en quelle qualité vous signez.", at="quality")
    if capacity.power not in Power.values:
        raise Refused("Dites par quel pouvoir vous signez.", at="power")
    if capacity.power != Power.DELEGATION:
        return
    if not capacity.delegation.strip():
        raise Refused("Donnez la référence de la délégation de signature.", at="delegation")
    if capacity.delegated_on is None:
        raise Refused("Donnez la date de la délégation de signature.", at="delegated_on")
    if capacity.delegated_on > on:
        raise Refused(f"Cette délégation ne vaut pas encore le {day(on)}.", at="delegated_on")


def stated(capacity: Capacity, by: Membership) -> str:
    """How a signature names its author: person, quality, organisation, power."""
    parts = [str(by.user), capacity.quality, by.organisation.name]
    who = ", ".join(dict.fromkeys(part for part in parts if part))
    if capacity.power == Power.DELEGATION and capacity.delegated_on is not None:
        return f"{who}, par délégation de signature ({capacity.delegation}, du {day(capacity.delegated_on)})"[:LONGEST]
    return f"{who}, par pouvoir propre"[:LONGEST]
