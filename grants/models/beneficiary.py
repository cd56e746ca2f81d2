"""Who an ARS gives money to, and which legal person that is on a given day."""

from dataclasses import dataclass
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Region
from core.wording import the
from directory.enums import LegalStatus

# The sixteen Aract became part of Anact, a public establishment, that day (loi du 2 août 2021; domain § 8).
ARACT_IN_ANACT_SINCE = date(2023, 1, 1)


@dataclass(frozen=True)
class LegalPerson:
    """Who contracts: its name in the agreement, and whether it is public; Anact sits in Lyon, whatever the region."""

    name: str
    public: bool
    anact: bool = False


class Beneficiary(models.Model):
    """A body that an ARS pays: the Aract of its projects, or another one for the complement (R24).

    It belongs to the ARS and not to a project, since the law adds up what an authority gives to a body in a year.
    `closing_month` is the month at whose end its financial year closes. `address` and `region` say where it dwells,
    which appeal routes look at; `representative` who signs for it.
    """

    ars = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="beneficiaries", verbose_name="ARS")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=200)
    status = models.CharField("statut", max_length=20, choices=LegalStatus)
    siret = models.CharField("n° SIRET", max_length=14, blank=True)
    address = models.CharField("adresse postale", max_length=250, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name="région de son siège")
    email = models.EmailField("adresse électronique", max_length=150, blank=True)
    representative = models.CharField("représentant légal", max_length=200, blank=True)
    closing_month = models.PositiveSmallIntegerField(
        "dernier mois de l'exercice", default=12, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )

    class Meta:
        verbose_name = "bénéficiaire"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ars", "name"],
                name="beneficiary_once",
                violation_error_message="L'ARS a déjà un bénéficiaire de ce nom.",
            ),
            models.UniqueConstraint(fields=["ars", "organisation"], name="beneficiary_organisation_once"),
            models.CheckConstraint(
                condition=Q(closing_month__gte=1, closing_month__lte=12),
                name="beneficiary_month_exists",
                violation_error_message="L'exercice se clôt à la fin d'un des douze mois.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_account(self) -> bool:
        """An Aract reads its acts in the portal; the others have them by post."""
        return self.organisation_id is not None

    def legal_person(self, on: date) -> LegalPerson:
        """Who contracts on a day: an Aract of the network was an association, and is Anact since 2023."""
        here = self.organisation
        if here is not None and here.kind == OrganisationKind.ARACT and here.in_anact_network:
            if on < ARACT_IN_ANACT_SINCE:
                return LegalPerson(f"{here.name} (association)", public=False)
            name = f"Anact (établissement public de l'État), pour {the(here.name)}"
            return LegalPerson(name, public=True, anact=True)
        status = LegalStatus(self.status)
        return LegalPerson(f"{self.name} ({status.label})", public=status == LegalStatus.PUBLIC)
