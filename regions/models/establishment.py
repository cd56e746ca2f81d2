"""Establishments, known by their FINESS number."""

import unicodedata

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from regions.enums import EntityKind, LegalStatus, Sector
from regions.models.region import Organisation, Region


def plain(text: str) -> str:
    """Lower case without accents: the form in which names are searched."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return " ".join("".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c)).split())


class EstablishmentQuerySet(models.QuerySet):
    def open(self) -> "EstablishmentQuerySet":
        return self.filter(closed_on=None)

    def in_region(self, region: Region) -> "EstablishmentQuerySet":
        return self.filter(region=region)

    def matching(self, text: str) -> "EstablishmentQuerySet":
        """Those whose name, city or FINESS number contains every word typed; wildcards are literals.

        A text without letter or digit matches nothing rather than everything.
        """
        words = plain(text).split()
        found = self if words else self.none()
        for word in words:
            found = found.filter(search_text__contains=word)
        return found


class Establishment(models.Model):
    """A structure that may take part: establishment, grouping or territory (R32)."""

    kind = models.CharField("nature", max_length=15, choices=EntityKind, default=EntityKind.ESTABLISHMENT)
    finess = models.CharField(
        "n° FINESS",
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[0-9][0-9AB][0-9]{7}$", "Un numéro FINESS compte neuf caractères.")],
    )
    name = models.CharField("nom", max_length=200)
    category_code = models.CharField("code de catégorie", max_length=4, blank=True)
    category = models.CharField("catégorie", max_length=150, blank=True)
    sector = models.CharField("secteur", max_length=15, choices=Sector)
    legal_status = models.CharField("statut", max_length=20, choices=LegalStatus)
    city = models.CharField("ville", max_length=80)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="establishments", verbose_name="région")
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="establishment"
    )
    closed_on = models.DateField("fermé le", null=True, blank=True)
    fictional = models.BooleanField("démonstration", default=False)
    search_text = models.CharField(max_length=400, editable=False, default="")

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name = "établissement"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finess=None) | Q(finess__regex=r"^[0-9][0-9AB][0-9]{7}$"),
                name="establishment_finess_well_formed",
                violation_error_message="Un numéro FINESS compte neuf caractères.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.city})"

    def searchable(self) -> str:
        """What `search_text` must hold; whoever writes a row sets it."""
        return plain(f"{self.name} {self.city} {self.postcode} {self.finess or ''} {self.category}")[:400]
