"""Who an ARS pays: the Aract comes with the project, the others are entered once for all the ARS's projects."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Membership
from core.verdicts import Refused, ensure
from directory.enums import LegalStatus
from grants.models import Beneficiary
from grants.permissions import may_keep_money
from records import journal
from regions.awarding import locked_award
from regions.models import RegionalProject


def aract_of(project: RegionalProject) -> Beneficiary:
    """The project's Aract as a beneficiary of its ARS, made the first time that a deed names it.

    An operator outside the Anact network is an association (domain § 8).
    """
    aract = project.aract
    network = aract.kind == OrganisationKind.ARACT
    found, _ = Beneficiary.objects.get_or_create(
        ars=project.ars,
        organisation=aract,
        defaults={"name": str(aract), "status": LegalStatus.PUBLIC if network else LegalStatus.NON_PROFIT},
    )
    return found


@transaction.atomic
def add_beneficiary(
    project: RegionalProject,
    *,
    name: str,
    status: LegalStatus,
    closing_month: int = 12,
    by: Membership,
    now: datetime | None = None,
) -> Beneficiary:
    """Enter a body that the ARS will pay; known by its name, whatever the case."""
    now = now or timezone.now()
    ensure(may_keep_money(by, project))
    locked_award(project)
    known = Beneficiary.objects.filter(ars=project.ars)
    if name.casefold() in {other.casefold() for other in known.values_list("name", flat=True)}:
        raise Refused(f"« {name} » est déjà un bénéficiaire de votre ARS : choisissez-le dans la liste.")
    if name.casefold() in {project.aract.name.casefold(), str(project.aract).casefold()}:
        raise Refused("L'Aract du projet est déjà dans la liste.")
    made = Beneficiary.objects.create(ars=project.ars, name=name, status=status, closing_month=closing_month)
    journal.record(
        "grants.add_beneficiary",
        project,
        by=by,
        summary=f"Bénéficiaire ajouté : {name} ({LegalStatus(status).label})",
        data={"beneficiary": made.pk, "status": status, "closing_month": closing_month},
        now=now,
    )
    return made
