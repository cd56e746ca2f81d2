"""Finding meetings by their title, their region or their project."""

from django.urls import reverse

from accounts.models import Membership
from core.finding import SearchHit, holding
from core.wording import day
from meetings.models import Meeting
from regions.models import RegionalProject


def meetings(hat: Membership | None, text: str, most: int) -> list[SearchHit]:
    followed = Meeting.objects.filter(project__in=RegionalProject.objects.followed_by(hat)).with_project()
    rows = holding(followed, text, "title", "project__region__name", "project__title")
    return [
        SearchHit(
            meeting.title,
            f"{meeting.project.region} – {day(meeting.on)}",
            reverse("meetings:meeting", args=[meeting.project_id, meeting.pk]),
        )
        for meeting in rows.order_by("-starts_at", "-pk")[:most]
    ]
