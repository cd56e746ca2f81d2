"""Telling the Aract that a month is to be sealed, and the ARS that one is to be attested."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from core.wording import PARIS, days, euros
from regions.models import RegionalProject
from worklog.calendar import month_name, month_of
from worklog.models import MonthSeal, WorkDay
from worklog.moments import TO_SEAL, TO_SEE

# A morning missed is made up for in the days that follow.
TOLD_ON = range(3, 6)


def tell_months_to_seal(now: datetime) -> None:
    """In the first days of a month, about the month before if it holds days."""
    today = now.astimezone(PARIS).date()
    if today.day not in TOLD_ON:
        return
    last = today.replace(day=1) - timedelta(days=1)
    month = month_of(last)
    projects = RegionalProject.objects.awarded().filter(pk__in=WorkDay.objects.between(month, last).values("project"))
    sealed = MonthSeal.objects.filter(month=month).values("project")
    for project in projects.exclude(pk__in=sealed).select_related("call", "region", "ars", "aract"):
        mail = Mail(
            project.mail_about,
            f"{month_name(month)} est à sceller",
            "Relisez les jours du mois, puis scellez-le.",
            statement_path(project, month),
            reply_to=project.ars.email,
        )
        tell(TO_SEAL, addresses_of([project.aract], now=now), mail, key=f"to-seal:{project.pk}:{month:%Y-%m}")


def tell_sealed(made: MonthSeal, *, by: Membership, now: datetime) -> None:
    project = made.project
    mail = Mail(
        project.mail_about,
        f"{month_name(made.month)} est scellé, à attester",
        "Lisez le relevé, puis attestez que vous l'avez vu.",
        statement_path(project, made.month),
        [f"{days(made.days) or '0 j'}, {euros(made.amount)}."],
        reply_to=by.user.email,
    )
    tell(TO_SEE, addresses_of([project.ars], now=now), mail, key=f"to-see:{made.pk}")


def statement_path(project: RegionalProject, month: date) -> str:
    return reverse("worklog:statement", args=[project.pk, f"{month:%Y-%m}"])
