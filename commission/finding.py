"""Finding decision letters by their number, their region or their call."""

from django.urls import reverse

from accounts.models import Membership
from commission.models import Notice
from core.finding import SearchHit, holding
from core.wording import day

PROJECT = "decision__application__project"


def letters(hat: Membership | None, text: str, most: int) -> list[SearchHit]:
    rows = holding(
        Notice.objects.visible_to(hat).with_parties(),
        text,
        "act__number",
        f"{PROJECT}__region__name",
        f"{PROJECT}__call__title",
    )
    return [
        SearchHit(
            f"Lettre {notice.act.number}",
            f"{notice.decision.application.project.region} – {day(notice.act.issued_at.date())}",
            reverse("commission:notice", args=[notice.pk]),
        )
        for notice in rows.order_by("-act__issued_at", "-pk")[:most]
    ]
