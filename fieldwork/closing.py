"""Ending a project's exploration: what forbids it on a day, what it leaves open, and the deed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, counted, day
from fieldwork.enums import StageState
from fieldwork.experimenting import experiments
from fieldwork.models import Deliverable, Hypothesis, Measure, Milestone, StageProgress
from fieldwork.stages import stages_of
from records import journal
from regions.awarding import locked_award
from regions.models import Award, Participation, RegionalProject
from regions.permissions import may_close_project
from regions.telling import tell_closed
from worklog.calendar import month_name


@dataclass(frozen=True)
class Remainder:
    """Something that the closing would leave open: a sentence, and where to see to it."""

    sentence: str
    url: str


def later_participants(project: RegionalProject, on: date) -> str:
    """Structures that joined or left after the day."""
    moved = Participation.objects.filter(Q(joined_on__gt=on) | Q(left_on__gt=on), project=project)
    return "Une structure a rejoint ou quitté le projet après ce jour." if moved.exists() else ""


def later_stages(project: RegionalProject, on: date) -> str:
    moved = StageProgress.objects.filter(Q(started_on__gt=on) | Q(ended_on__gt=on), project=project)
    return "Une étape a commencé ou s'est terminée après ce jour." if moved.exists() else ""


def later_milestones(project: RegionalProject, on: date) -> str:
    reached = Milestone.objects.filter(project=project, done_on__gt=on)
    return "Un jalon a été atteint après ce jour." if reached.exists() else ""


def later_measures(project: RegionalProject, on: date) -> str:
    taken = Measure.objects.current().filter(indicator__hypothesis__project=project, measured_on__gt=on)
    return "Une mesure a été faite après ce jour." if taken.exists() else ""


def later_days(project: RegionalProject, on: date) -> str:
    noted = project.work_days.filter(worked_on__gt=on).order_by("-worked_on").first()
    return f"Un jour est noté le {day(noted.worked_on)}." if noted else ""


def unsealed_months(project: RegionalProject, _today: date) -> list[Remainder]:
    """Months with days that the Aract has not sealed; they may be sealed after the closing too."""
    sealed = set(project.month_seals.values_list("month", flat=True))
    noted = set(project.work_days.annotate(month=TruncMonth("worked_on")).order_by().values_list("month", flat=True))
    url = reverse("worklog:months", args=[project.pk])
    return [Remainder(f"{month_name(month).capitalize()} n'est pas scellé.", url) for month in sorted(noted - sealed)]


def open_stages(project: RegionalProject, today: date) -> list[Remainder]:
    unfinished = [
        stage
        for stage in stages_of(project, today)
        if stage.state != StageState.DONE and (stage.started_on or stage.plan.planned_days)
    ]
    url = reverse("fieldwork:stages", args=[project.pk])
    return [Remainder(f"L'étape « {stage.term} » n'est pas terminée.", url) for stage in unfinished]


def open_milestones(project: RegionalProject, today: date) -> list[Remainder]:
    url = reverse("fieldwork:stages", args=[project.pk])
    waiting = Milestone.objects.filter(project=project, done_on=None)
    lines = [
        Remainder(f"Le jalon « {row} » {'était' if row.due_on < today else 'est'} prévu le {day(row.due_on)}.", url)
        for row in waiting
    ]
    missing = Deliverable.objects.filter(milestone__project=project, document=None).count()
    if missing:
        lines.append(Remainder(f"{counted(missing, 'livrable')} sans document.", url))
    return lines


def open_hypotheses(project: RegionalProject, _today: date) -> list[Remainder]:
    if not experiments(project):
        return []
    url = reverse("fieldwork:experiment", args=[project.pk])
    waiting = Hypothesis.objects.filter(project=project, conclusion="")
    return [Remainder(f"L'hypothèse « {row} » n'a pas de conclusion.", url) for row in waiting]


def pending_calls(project: RegionalProject, _today: date) -> list[Remainder]:
    """Regional calls whose structures wait for an answer: once the project is closed, nobody can give it."""
    waiting = project.regional_calls.published().filter(announced_at=None)
    return [
        Remainder(
            f"Les choix de l'appel régional « {call} » ne sont pas annoncés, et ne pourront plus l'être : "
            "les structures qui ont répondu attendraient sans fin.",
            reverse("regional_calls:call", args=[project.pk, call.pk]),
        )
        for call in waiting
    ]


# Why a project cannot close on a day: each gives a French sentence, or nothing.
OBSTACLES: list[Callable[[RegionalProject, date], str]] = [
    later_participants,
    later_stages,
    later_milestones,
    later_measures,
    later_days,
]
# What a closing leaves open, for the page that asks to confirm; it forbids nothing.
REMAINDERS: list[Callable[[RegionalProject, date], list[Remainder]]] = [
    open_stages,
    open_milestones,
    open_hypotheses,
    unsealed_months,
    pending_calls,
]


def obstacles(project: RegionalProject, on: date) -> list[str]:
    return [sentence for check in OBSTACLES if (sentence := check(project, on))]


def remainders(project: RegionalProject, today: date) -> list[Remainder]:
    return [line for check in REMAINDERS for line in check(project, today)]


@transaction.atomic
def close_project(project: RegionalProject, *, on: date, by: Membership, now: datetime | None = None) -> Award:
    """State the exploration's last day."""
    now = now or timezone.now()
    ensure(may_close_project(by, project))
    granted = locked_award(project)
    if granted.closed_on is not None:
        raise OutOfTurn(f"Le projet est clos depuis le {day(granted.closed_on)}.")
    if not granted.awarded_on <= on <= now.astimezone(PARIS).date():
        raise Refused(
            f"Choisissez un jour entre l'attribution ({day(granted.awarded_on)}) et aujourd'hui : "
            "un projet se clôt quand son exploration est finie."
        )
    against = obstacles(project, on)
    if against:
        raise Refused(f"Le projet ne peut pas se clore au {day(on)}. {' '.join(against)}")
    granted.closed_on, granted.closed_by = on, by
    granted.save(update_fields=["closed_on", "closed_by"])
    journal.record("regions.close_project", project, by=by, summary=f"Projet clos au {day(on)}", now=now)
    tell_closed(project, by=by, now=now)
    return granted
