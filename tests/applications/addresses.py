"""What the tests of the routes must know of applications."""

from django.utils import timezone

from accounts.models import Membership
from applications.models import FicheGuest, Label

PUBLIC: set[str] = set()
OWN_PAGE = {f"applications:{deed}" for deed in ("labels", "make_label", "change_label", "merge_label", "remove_label")}


def known(project) -> dict[str, object]:
    hat = Membership.objects.filter(organisation=project.ars).earliest("pk")
    around = {"invited_by": hat, "ends_at": timezone.now()}
    guest, _ = FicheGuest.objects.get_or_create(application=project.application, hat=hat, defaults=around)
    return {"label_pk": Label.objects.last().pk, "guest_pk": guest.pk}
