"""Views of lists that people keep: which filters, which order, which columns, under a name."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.enums import NATIONAL_KINDS, Audience
from accounts.models.membership import Membership
from accounts.models.user import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, hat: Membership | None) -> "SavedViewQuerySet":
        """One's own under any hat, those of one's organisation, and the nation's for DGOS and Anact."""
        if hat is None:
            return self.none()
        seen = Q(kept_by__user=hat.user_id)
        seen |= Q(audience=Audience.ORGANISATION, kept_by__organisation=hat.organisation_id)
        if hat.national:
            seen |= Q(audience=Audience.NATION, kept_by__organisation__kind__in=NATIONAL_KINDS)
        return self.filter(seen)

    def with_habit(self, hat: Membership) -> "SavedViewQuerySet":
        """Each with `usual`: whether this person opens its list with it."""
        return self.annotate(usual=Exists(UsualView.objects.filter(view=OuterRef("pk"), user=hat.user_id)))


class SavedView(models.Model):
    """A way to see a list. It gives no right: the list asks the right of the person who opens it.

    `list_name` is the name of the list's address; `query` holds what the list's own form understood of it, and `path`
    where it was kept, since one list may stand at several addresses (one a call).
    """

    MOST = 30

    list_name = models.CharField("liste", max_length=80)
    path = models.CharField("adresse", max_length=300)
    query = models.CharField("ce qui est demandé", max_length=1500, blank=True)
    name = models.CharField("nom", max_length=60)
    audience = models.CharField("partage", max_length=12, choices=Audience, default=Audience.SELF)
    kept_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="par")
    kept_at = models.DateTimeField("enregistrée le", default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["list_name"], name="views_of_a_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["list_name", "kept_by", "name"],
                name="view_named_once",
                violation_error_message="Vous avez déjà une vue de ce nom pour cette liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UsualView(models.Model):
    """The view with which a person opens a list."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="personne")
    list_name = models.CharField("liste", max_length=80)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="usual_views", verbose_name="vue")

    class Meta:
        verbose_name = "vue habituelle"
        verbose_name_plural = "vues habituelles"
        constraints = [models.UniqueConstraint(fields=["user", "list_name"], name="one_usual_view_per_list")]

    def __str__(self) -> str:
        return f"{self.view} – {self.user}"
