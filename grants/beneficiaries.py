"""Who an ARS pays: the Aract comes with the project, the others are entered once for all the ARS's projects."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Membership, Organisation, Region
from acts.addressees import Addressee, addressee, postal_address
from core.verdicts import OutOfTurn, Refused, ensure
from directory.enums import LegalStatus
from grants.models import Beneficiary
from grants.permissions import may_keep_money
from records import journal
from regions.awarding import locked_award
from regions.models import RegionalProject


@dataclass(frozen=True)
class Identity:
    """Who a body is, where it dwells and who signs for it."""

    status: LegalStatus
    siret: str
    address: str
    region: Region
    email: str
    representative: str
    closing_month: int = 12


def aract_of(project: RegionalProject) -> Beneficiary:
    """The project's Aract as a beneficiary of its ARS, made the first time that a deed names it.

    An operator outside the Anact network is an association (domain § 8).
    """
    aract = project.aract
    network = aract.kind == OrganisationKind.ARACT
    found, _ = Beneficiary.objects.get_or_create(
        ars=project.ars,
        organisation=aract,
        defaults={
            "name": str(aract),
            "status": LegalStatus.PUBLIC if network else LegalStatus.NON_PROFIT,
            "region": project.region,
            "address": postal_address(aract),
            "email": aract.email,
        },
    )
    return found


@transaction.atomic
def add_beneficiary(
    project: RegionalProject, *, name: str, identity: Identity, by: Membership, now: datetime | None = None
) -> Beneficiary:
    """Enter a body that the ARS will pay; known by its name, whatever the case."""
    now = now or timezone.now()
    ensure(may_keep_money(by, project))
    locked_award(project)
    ensure_new(project, name)
    made = Beneficiary.objects.create(ars=project.ars, name=name, **vars(identity))
    journal.record(
        "grants.add_beneficiary",
        project,
        by=by,
        summary=f"Bénéficiaire ajouté : {name} ({LegalStatus(identity.status).label})",
        data={"beneficiary": made.pk, **told(identity)},
        now=now,
    )
    return made


def ensure_new(project: RegionalProject, name: str) -> None:
    known = Beneficiary.objects.filter(ars=project.ars)
    if name.casefold() in {other.casefold() for other in known.values_list("name", flat=True)}:
        raise Refused(f"« {name} » est déjà un bénéficiaire de votre ARS : choisissez-le dans la liste.")
    if name.casefold() in {project.aract.name.casefold(), str(project.aract).casefold()}:
        raise Refused("L'Aract du projet est déjà dans la liste.")


@transaction.atomic
def revise_beneficiary(
    project: RegionalProject,
    beneficiary: Beneficiary,
    identity: Identity,
    *,
    by: Membership,
    now: datetime | None = None,
) -> Beneficiary:
    """Correct who a body is: agreements signed and acts issued keep what they said. The same again changes nothing."""
    now = now or timezone.now()
    ensure(may_keep_money(by, project))
    locked_award(project)
    revised = Beneficiary.objects.select_for_update().get(pk=beneficiary.pk, ars=project.ars)
    changed = [name for name, value in vars(identity).items() if getattr(revised, name) != value]
    if not changed:
        return revised
    for name in changed:
        setattr(revised, name, getattr(identity, name))
    revised.save(update_fields=changed)
    journal.record(
        "grants.revise_beneficiary",
        project,
        by=by,
        summary=f"Fiche du bénéficiaire {revised} modifiée",
        data={"beneficiary": revised.pk, **told(identity)},
        now=now,
    )
    return revised


def told(identity: Identity) -> dict[str, Any]:
    """Who a body is, for the journal, which keeps no address of a person."""
    return {
        "status": identity.status,
        "siret": identity.siret,
        "region": identity.region.code,
        "closing_month": identity.closing_month,
    }


def addressee_of(beneficiary: Beneficiary, on: date) -> Addressee:
    """To whom an act of that day is addressed: since 2023, Anact at its seat, where an Aract had signed."""
    person = beneficiary.legal_person(on)
    if person.anact:
        seat = Organisation.objects.of_kind(OrganisationKind.ANACT).order_by("-pk").first()
        address = postal_address(seat) if seat else ""
        return addressee(person.name, address, None, public=True, siret=beneficiary.siret)
    name, address = beneficiary.name, beneficiary.address
    return addressee(name, address, beneficiary.region, public=person.public, siret=beneficiary.siret)


def lacking(beneficiary: Beneficiary, on: date) -> list[str]:
    """What an act or an agreement wants to know of the body, and does not."""
    found = [] if beneficiary.siret else [f"{beneficiary} : le numéro SIRET manque."]
    if not addressee_of(beneficiary, on).address.strip():
        found.append(f"{beneficiary} : l'adresse postale manque.")
    return found


def ensure_identified(beneficiary: Beneficiary, on: date) -> None:
    """What is known of the body now; refused while its number or its address is missing."""
    beneficiary.refresh_from_db()
    found = lacking(beneficiary, on)
    if found:
        raise OutOfTurn(" ".join([*found, "Complétez la fiche du bénéficiaire, depuis la page de sa convention."]))
