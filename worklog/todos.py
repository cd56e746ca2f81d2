"""What waits for the pair in the log: a week to note, months to seal or to see, an envelope that runs out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core.watch import Move, Todo, once
from core.wording import PARIS, counted, days, euros
from regions.desk import awarded_projects, stage_plans
from regions.models import RegionalProject
from worklog.alerts import burn_sentence
from worklog.burn import Burn, burns
from worklog.calendar import monday_of, month_end, month_name, week_code, week_label
from worklog.models import MonthSeal, WorkDay

WEEK = timedelta(days=7)


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if not hat.regional:
        return []
    today = now.astimezone(PARIS).date()
    projects = once(awarded_projects, hat)
    if not projects:
        return []
    seals = once(seals_of, hat)
    found = burns(projects, today, seals=seals, stages=once(stage_plans, hat))
    envelopes = envelopes_to_watch(projects, found)
    if not hat.aract:
        return months_to_see(projects, seals) + envelopes
    return weeks_to_note(hat, projects, today) + months_to_seal(projects, seals, found, today) + envelopes


def seals_of(hat: Membership) -> list[MonthSeal]:
    """The sealed months of a pair, the oldest first, without their content."""
    pair = Q(project__ars=hat.organisation_id) | Q(project__aract=hat.organisation_id)
    return list(MonthSeal.objects.filter(pair).defer("content").order_by("month"))


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


def months_to_seal(
    projects: Sequence[RegionalProject], seals: Sequence[MonthSeal], burnt: Mapping[int, Burn], today: date
) -> list[Todo]:
    """One line a project: the oldest month over that holds days and is not sealed."""
    by_key = {project.pk: project for project in projects}
    sealed = {(made.project_id, made.month) for made in seals}
    waiting: dict[int, list[date]] = {}
    for month, key in sorted((month, pk) for pk in by_key for month in burnt[pk].by_month):
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


def months_to_see(projects: Sequence[RegionalProject], seals: Sequence[MonthSeal]) -> list[Todo]:
    """One line a project: the oldest sealed month that the ARS has not seen."""
    by_key = {project.pk: project for project in projects}
    waiting: dict[int, list[MonthSeal]] = {}
    for made in seals:
        if made.seen_at is None and made.project_id in by_key:
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


def envelopes_to_watch(projects: Sequence[RegionalProject], found: Mapping[int, Burn]) -> list[Todo]:
    """Running projects whose fixed share is used for 80 % or more."""
    running = [project for project in projects if project.award.closed_on is None]
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
    titles = {project.pk: project.title for project in once(awarded_projects, hat)}
    if hat.ars:
        dated = [(row, row.sealed_at, "est scellé par l'Aract") for row in once(seals_of, hat)]
    else:
        dated = [(row, row.seen_at, "est vu par l'ARS") for row in once(seals_of, hat) if row.seen_at]
    return [moved(row, at, what, titles[row.project_id]) for row, at, what in dated if since < at <= now]


def moved(row: MonthSeal, at: datetime, what: str, title: str) -> Move:
    return Move(
        at=at,
        text=f"{month_name(row.month).capitalize()} {what} pour « {title} ».",
        url=reverse("worklog:statement", args=[row.project_id, f"{row.month:%Y-%m}"]),
    )
