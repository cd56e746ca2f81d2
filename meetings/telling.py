"""Telling the pair, each morning, that minutes wait for their approval."""

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.mailing import Mail, addresses_of, tell
from core.wording import day
from meetings.models import Minutes, MinutesPart
from meetings.moments import MINUTES_TO_APPROVE

# Nobody has written for a day: the minutes are thought to be done.
UNTOUCHED = timedelta(days=1)


def tell_minutes_to_approve(now: datetime) -> None:
    """Once a revision."""
    said = MinutesPart.objects.filter(minutes=OuterRef("pk")).exclude(text="")
    drafts = Minutes.objects.filter(Exists(said), approved_at=None, meeting__project__award__closed_on=None)
    rested = drafts.annotate(touched_at=Coalesce(Max("parts__edited_at"), "begun_at")).filter(
        touched_at__lte=now - UNTOUCHED
    )
    parties = (f"meeting__project__{name}" for name in ("call", "region", "ars", "aract"))
    for minutes in rested.select_related(*parties):
        meeting, project = minutes.meeting, minutes.meeting.project
        mail = Mail(
            project.mail_about,
            f"compte rendu à approuver, {meeting.title}",
            "Relisez le compte rendu, complétez-le s'il le faut, puis approuvez-le.",
            reverse("meetings:minutes", args=[project.pk, meeting.pk]),
            [f"Réunion « {meeting.title} » du {day(meeting.on)}."],
            reply_to=project.ars.email,
        )
        told = addresses_of([project.ars, project.aract], now=now)
        tell(MINUTES_TO_APPROVE, told, mail, key=f"minutes-to-approve:{minutes.pk}")
