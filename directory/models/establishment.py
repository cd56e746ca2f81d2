"""Establishments, known by their FINESS number."""

from functools import lru_cache

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Regex

from accounts.models import Membership
from accounts.models.organisation import Organisation, Region
from core.alphabetical import plain
from directory import finess
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models.finess import FinessImport, LegalEntity

SEARCHABLE = 400
# Shorter words have too many neighbours at one slip; no name holds longer ones, whose expression grows as their square.
SHORTEST_SLIP, LONGEST_SLIP = 5, 40


# A few hundred categories name all structures: each is spelt once.
plain_category = lru_cache(maxsize=1000)(plain)


def searchable(*parts: str, category: str) -> str:
    """What `search_text` holds of a structure: names, place and numbers, then its category."""
    return f"{plain(' '.join(parts))} {plain_category(category)}"[:SEARCHABLE].rstrip()


def one_slip(word: str) -> str:
    """The regular expression of a word that begins as typed, with one letter changed, missing, added or swapped.

    The variants share their beginnings: where a text differs from the word, few are left to compare. A flat list of
    them takes twice the time.
    """
    shapes = ""
    for n in reversed(range(len(word))):
        here, rest = word[n], word[n + 1 :]
        ways = [f".?{rest}"]
        if n:
            ways.append(f".{here}{rest}")
        if rest:
            ways += [f"{rest[0]}{here}{rest[1:]}", f"{here}(?:{shapes})"]
        shapes = "|".join(ways)
    return f"(?:^| )(?:{shapes})"


def slipped(word: str) -> Q:
    """Rows where the word stands with one slip: the half without the slip narrows the search, an index finds it.

    Two letters swapped across the middle touch both halves, but then the first one is known with its swapped letter.
    """
    middle = (len(word) + 1) // 2
    halves = (word[:middle], word[middle:], word[: middle - 1] + word[middle])
    spared = Q()
    for half in halves:
        spared |= Q(search_text__contains=half)
    # Lower changes nothing but hides the pattern from the index, which would answer it with half of the table.
    return spared & Q(Regex(Lower("search_text"), one_slip(word)))


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    def open(self) -> "EstablishmentQuerySet":
        return self.filter(closed_on=None)

    def in_region(self, region: Region) -> "EstablishmentQuerySet":
        return self.filter(region=region)

    def matching(self, text: str) -> "EstablishmentQuerySet":
        """Those whose name, city or number contains every word typed, in any order; wildcards are literals.

        A text without letter or digit matches nothing rather than everything.
        """
        words = words_of(text)
        found = self if words else self.none()
        for word in words:
            found = found.filter(search_text__contains=word)
        return found

    def nearly_matching(self, text: str) -> "EstablishmentQuerySet":
        """Those that `matching` would find if one word had not slipped by a letter; asked only when it finds none."""
        words = words_of(text)
        near = Q()
        for slip in {word for word in words if SHORTEST_SLIP <= len(word) <= LONGEST_SLIP}:
            others = Q()
            for word in words:
                if word != slip:
                    others &= Q(search_text__contains=word)
            near |= others & slipped(slip)
        return self.filter(near) if near else self.none()

    def narrowed_to(self, most: int) -> "EstablishmentQuerySet":
        """At most so many of these, taken before anything sorts them.

        Sorting all that a broad word matches, or reading the names in order until enough match, takes many times
        longer than finding them; nobody reads beyond a few pages.
        """
        return Establishment.objects.filter(pk__in=self.order_by().values("pk")[:most])

    def visible_to(self, hat: Membership | None) -> "EstablishmentQuerySet":
        """The directory: pairs, DGOS, Anact and administrators see all of it, contacts of establishments none."""
        return self if hat is not None and (hat.regional or hat.national or hat.administers) else self.none()

    def from_finess(self) -> "EstablishmentQuerySet":
        """Those that an import may change: numbered, and not made up for the demonstration."""
        return self.filter(finess__isnull=False, fictional=False)


def words_of(text: str) -> list[str]:
    """The words to look for; a number typed with spaces is one."""
    return plain(finess.typed_number(text) or text).split()


class Establishment(models.Model):
    """A structure that may take part: establishment, grouping or territory (R32)."""

    kind = models.CharField("nature", max_length=15, choices=EntityKind, default=EntityKind.ESTABLISHMENT)
    finess = models.CharField(
        "n° FINESS",
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9][0-9AB][0-9]{7}$", "Un numéro FINESS compte neuf caractères, par exemple 750000001.")
        ],
    )
    name = models.CharField("nom", max_length=200)
    short_name = models.CharField("nom court", max_length=100, blank=True)
    siret = models.CharField("n° Siret", max_length=14, blank=True)
    category_code = models.CharField("code de catégorie", max_length=4, blank=True)
    category = models.CharField("catégorie", max_length=150, blank=True)
    sector = models.CharField("secteur", max_length=15, choices=Sector)
    legal_status = models.CharField("statut", max_length=20, choices=LegalStatus)
    # Nothing says the status for sure: no legal entity is known, the nature of the establishment suggests it.
    status_presumed = models.BooleanField("statut présumé", default=False)
    address = models.CharField("adresse", max_length=250, blank=True)
    city = models.CharField("ville", max_length=80)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    department = models.CharField("département", max_length=3, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="establishments", verbose_name="région")
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="establishment"
    )
    legal_entity = models.ForeignKey(
        LegalEntity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="establishments",
        verbose_name="entité juridique",
    )
    members = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="groupings", verbose_name="membres"
    )
    closed_on = models.DateField("fermé le", null=True, blank=True)
    fictional = models.BooleanField("démonstration", default=False)
    # The import that last wrote this row.
    source = models.ForeignKey(
        FinessImport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,  # nobody looks rows up by it, and imports are never deleted
    )
    search_text = models.CharField(max_length=SEARCHABLE, editable=False, default="")

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name = "établissement"
        # The search text begins with the name, without accents or capitals.
        ordering = ["search_text", "pk"]
        indexes = [
            models.Index(fields=["search_text", "id"], name="establishment_by_name"),
            models.Index(fields=["region", "search_text", "id"], name="establishment_by_region"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finess=None) | Q(finess__regex=r"^[0-9][0-9AB][0-9]{7}$"),
                name="establishment_finess_well_formed",
                violation_error_message="Un numéro FINESS compte neuf caractères, par exemple 750000001.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.city})"

    @property
    def postal_address(self) -> str:
        """Where to write to it; blank when the directory does not say."""
        return f"{self.address}, {self.postcode} {self.city}".replace("  ", " ") if self.address.strip() else ""

    def searchable(self) -> str:
        """What `search_text` must hold; the code that writes a row sets it."""
        return searchable(
            self.name,
            self.short_name,
            self.city,
            self.postcode,
            self.finess or "",
            self.siret,
            category=self.category,
        )
