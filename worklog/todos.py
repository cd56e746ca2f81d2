"""What waits for the pair in the log: a week to note, months to seal or to see, an envelope that runs out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core.watch import Move, Todo
from core.wording import PARIS, counted, days, euros
from regions.models import RegionalProject
from worklog.alerts import burn_sentence
from worklog.burn import burns
from worklog.calendar import monday_of, month_end, month_name, week_code, week_label
from worklog.models import MonthSeal, WorkDay

WEEK = timedelta(days=7)


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if not hat.regional:
        return []
    today = now.astimezone(PARIS).date()
    projects = list(RegionalProject.objects.of_pair(hat).awarded().select_related("call", "region", "award"))
    if not projects:
        return []
    own = (
        weeks_to_note(hat, projects, today) + months_to_seal(projects, today) if hat.aract else months_to_see(projects)
    )
    return own + envelopes_to_watch(projects, today)


def subject(project: RegionalProject) -> str:
    return f"{project.region} – {project.call.title}"


def weeks_to_note(hat: Membership, projects: Sequence[RegionalProject], today: date) -> list[Todo]:
    """The week that ended, if a consultant noted nothing of it in any project.

    Signatories who never note anything are left alone.
    """
    monday = monday_of(today) - WEEK
    running = [
        project
        for project in projects
        if project.award.closed_on is None and project.award.awarded_on <= monday + timedelta(days=6)
    ]
    noted = WorkDay.objects.filter(consultant=hat)
    if not running or noted.between(monday, monday + timedelta(days=6)).exists():
        return []
    if hat.role != Role.WRITER and not noted.exists():
        return []
    return [
        Todo(
            label="Noter vos jours de la semaine passée",
            subject=subject(project),
            url=f"{reverse('worklog:log', args=[project.pk])}?semaine={week_code(monday)}",
            detail=f"Rien n'est noté pour la semaine {week_label(monday)}.",
        )
        for project in running
    ]


def months_to_seal(projects: Sequence[RegionalProject], today: date) -> list[Todo]:
    """One line a project: the oldest month over that holds days and is not sealed."""
    by_key = {project.pk: project for project in projects}
    sealed = set(MonthSeal.objects.filter(project__in=by_key).values_list("project", "month"))
    found = (
        WorkDay.objects.filter(project__in=by_key)
        .annotate(month=TruncMonth("worked_on"))
        .order_by("month")
        .values_list("project", "month")
        .distinct()
    )
    waiting: dict[int, list[date]] = {}
    for key, month in found:
        over = today > month_end(month) or by_key[key].award.closed_on is not None
        if over and (key, month) not in sealed:
            waiting.setdefault(key, []).append(month)
    return [
        Todo(
            label=f"Sceller {month_name(months[0])}",
            subject=f"Jours – {subject(by_key[key])}",
            url=reverse("worklog:statement", args=[key, f"{months[0]:%Y-%m}"]),
            detail=more(len(months), "sceller"),
        )
        for key, months in waiting.items()
    ]


def months_to_see(projects: Sequence[RegionalProject]) -> list[Todo]:
    """One line a project: the oldest sealed month that the ARS has not seen."""
    by_key = {project.pk: project for project in projects}
    waiting: dict[int, list[MonthSeal]] = {}
    for made in MonthSeal.objects.filter(project__in=by_key, seen_at=None).defer("content").order_by("month"):
        waiting.setdefault(made.project_id, []).append(made)
    return [
        Todo(
            label=f"Attester avoir vu {month_name(seals[0].month)}",
            subject=f"Jours – {subject(by_key[key])}",
            url=reverse("worklog:statement", args=[key, f"{seals[0].month:%Y-%m}"]),
            detail=f"{days(seals[0].days) or '0 j'}, {euros(seals[0].amount)}. {more(len(seals), 'attester')}".strip(),
        )
        for key, seals in waiting.items()
    ]


def more(number: int, verb: str) -> str:
    """«3 mois à sceller.», nothing for a single one."""
    return f"{counted(number, 'mois', 'mois')} à {verb} en tout." if number > 1 else ""


def envelopes_to_watch(projects: Sequence[RegionalProject], today: date) -> list[Todo]:
    """Running projects whose fixed share is used for 80 % or more."""
    running = [project for project in projects if project.award.closed_on is None]
    found = burns(running, today)
    return [
        Todo(
            label="Vérifier les jours restants",
            subject=subject(project),
            url=reverse("worklog:burn", args=[project.pk]),
            detail=burn_sentence(found[project.pk]),
            urgent=found[project.pk].level == "full",
        )
        for project in running
        if found[project.pk].level
    ]


def moves(hat: Membership, since: datetime, now: datetime) -> list[Move]:
    """For the ARS, months that the Aract sealed; for the Aract, months that the ARS saw."""
    if not hat.regional:
        return []
    seals = (
        MonthSeal.objects.filter(Q(project__ars=hat.organisation_id) | Q(project__aract=hat.organisation_id))
        .defer("content")
        .select_related("project__region")
    )
    if hat.ars:
        rows = seals.filter(sealed_at__gt=since, sealed_at__lte=now)
        return [moved(row, row.sealed_at, "est scellé par l'Aract") for row in rows]
    rows = seals.filter(seen_at__gt=since, seen_at__lte=now)
    return [moved(row, row.seen_at, "est vu par l'ARS") for row in rows if row.seen_at]


def moved(row: MonthSeal, at: datetime, what: str) -> Move:
    return Move(
        at=at,
        text=f"{month_name(row.month).capitalize()} {what} pour « {row.project.title} ».",
        url=reverse("worklog:statement", args=[row.project_id, f"{row.month:%Y-%m}"]),
    )
