"""Regions and the organisations that act in them."""

from django.db import models

from accounts.enums import ARACT_KINDS, OrganisationKind


class Region(models.Model):
    """One of the 18 regions. `row` and `column` place its tile on the map."""

    code = models.CharField("code Insee", max_length=2, unique=True)
    name = models.CharField("nom", max_length=60)
    slug = models.SlugField(unique=True)
    short_name = models.CharField("sigle", max_length=6)
    # How a sentence says it, which no rule tells: «du Grand Est», «dans le Grand Est».
    of_it = models.CharField("avec « de »", max_length=70, default="", help_text="« du Grand Est », par exemple.")
    located = models.CharField(
        "avec « en » ou « dans »", max_length=70, default="", help_text="« dans le Grand Est », par exemple."
    )
    seat = models.CharField("siège de l'ARS", max_length=80, blank=True)
    court = models.CharField("tribunal administratif du siège de l'ARS", max_length=120, blank=True)
    court_address = models.CharField("adresse du tribunal", max_length=200, blank=True)
    overseas = models.BooleanField("outre-mer", default=False)
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    row = models.PositiveSmallIntegerField(default=0)
    column = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "région"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of_kind(self, *kinds: OrganisationKind) -> "OrganisationQuerySet":
        return self.filter(kind__in=kinds)

    def standing_for_aract(self) -> "OrganisationQuerySet":
        return self.filter(kind__in=ARACT_KINDS)


class Organisation(models.Model):
    """A legal person that people act for. The letterhead fields are what its letters show (R82)."""

    kind = models.CharField("nature", max_length=15, choices=OrganisationKind)
    name = models.CharField("nom", max_length=150, unique=True)
    short_name = models.CharField("nom court", max_length=60)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name="région"
    )
    in_anact_network = models.BooleanField("dans le réseau Anact", default=False)
    authority = models.CharField("autorité", max_length=200, blank=True)
    department = models.CharField("direction", max_length=200, blank=True)
    office = models.CharField("bureau", max_length=200, blank=True)
    case_officer = models.CharField("affaire suivie par (prénom, nom, fonction)", max_length=150, blank=True)
    salutation = models.CharField(
        "formule d'appel", max_length=100, blank=True, help_text="« Madame la directrice générale », par exemple."
    )
    address = models.CharField("adresse postale", max_length=250, blank=True)
    city = models.CharField("ville", max_length=80, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("adresse électronique", blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name or self.name
