"""Finding fiches by their project, their region, their call or their number."""

from django.urls import reverse

from accounts.models import Membership
from applications.models import Application
from core.finding import SearchHit, holding

COLUMNS = ("project__title", "project__region__name", "project__call__title", "deposit__number")


def fiches(hat: Membership | None, text: str, most: int) -> list[SearchHit]:
    rows = holding(Application.objects.visible_to(hat).with_parties(), text, *COLUMNS)
    return [
        SearchHit(
            fiche.project.title,
            f"{fiche.project.region} – {fiche.project.call.title} – {fiche.status_label}",
            reverse("applications:application", args=[fiche.pk]),
        )
        for fiche in rows.order_by("-project__call__opens_at", "project__region__slug")[:most]
    ]
