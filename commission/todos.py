"""What waits for each hat in the commission, and what moved there; decisions add theirs in `desk_decisions`."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import ApplicationState
from calls.enums import CallPhase
from calls.models import Call
from commission import decision_todos
from commission.enums import DecisionState, NationalParty, ReviewState
from commission.models import Assignment, Convening
from commission.permissions import may_convene
from commission.reviewing import to_do
from core.watch import Move, Todo
from core.wording import counted


def todos(hat: Membership, now: datetime) -> list[Todo]:
    own = []
    if hat.is_national(Role.RAPPORTEUR):
        own = [to_examine(assignment) for assignment in to_do(hat)]
    elif hat.is_national(Role.SECRETARY):
        own = [to_assign(call, places) for call, places in places_to_fill()]
    if may_convene(hat):
        own += [to_convene(call) for call in calls_to_convene(now)]
    return [*own, *decision_todos.todos(hat, now)]


def moves(hat: Membership, since: datetime, now: datetime) -> list[Move]:
    own = []
    if hat.is_national(Role.RAPPORTEUR):
        own = entrusted(hat, since)
    elif hat.is_national(Role.SECRETARY, Role.PRESIDENT):
        own = [*submitted(since), *conflicts_declared(since)]
    return [*own, *decision_todos.moves(hat, since, now)]


def commission_day(call: Call) -> datetime | None:
    """The commission's day as an instant in the call's zone: its morning."""
    return datetime.combine(call.commission_on, time(9), tzinfo=call.zone) if call.commission_on else None


def to_examine(assignment: Assignment) -> Todo:
    project = assignment.application.project
    declared = assignment.has_conflict is not None
    return Todo(
        label="Noter la fiche" if declared else "Déclarer un lien d'intérêt, ou aucun",
        subject=f"{project.region} – {project.call}",
        url=reverse("commission:review" if declared else "commission:declare", args=[assignment.pk]),
        due=commission_day(project.call),
        detail="" if declared else "La notation s'ouvre ensuite.",
    )


def places_to_fill() -> list[tuple[Call, int]]:
    """Calls whose admissible fiches lack rapporteurs free to read them, and how many."""
    admissible = Q(projects__application__state=ApplicationState.ADMISSIBLE) & ~Q(
        projects__application__decision__state__in=[DecisionState.VALIDATED, DecisionState.NOTIFIED]
    )
    place = "projects__application__assignments"
    free = Q(**{f"{place}__has_conflict": None}) | Q(**{f"{place}__has_conflict": False})
    fit = admissible & free & Q(**{f"{place}__ended_at": None})
    counted_calls: Any = Call.objects.filter(concluded_at=None).annotate(
        fiches=Count("projects__application", filter=admissible, distinct=True),
        filled=Count(place, filter=fit, distinct=True),
    )
    missing = [(call, call.fiches * len(NationalParty) - call.filled) for call in counted_calls]
    return [(call, places) for call, places in missing if places > 0]


def to_assign(call: Call, places: int) -> Todo:
    return Todo(
        label="Désigner les rapporteurs",
        subject=f"{call}",
        url=reverse("commission:assign", args=[call.slug]),
        due=commission_day(call),
        detail=f"{counted(places, 'place')} à pourvoir.",
    )


def calls_to_convene(now: datetime) -> QuerySet[Call]:
    """Closed calls whose commission has its day ahead, and no meeting convened."""
    ahead = Exists(Convening.objects.coming(now).filter(call=OuterRef("pk")))
    return Call.objects.standing_in(CallPhase.EXAMINATION, now).filter(
        ~ahead, commission_on__gte=timezone.localdate(now)
    )


def to_convene(call: Call) -> Todo:
    on = commission_day(call)
    return Todo(
        label="Convoquer la commission",
        subject=f"{call}",
        url=reverse("commission:convene", args=[call.slug]),
        due=on - timedelta(days=settings.CONVENING_DAYS) if on else None,
        detail=f"{counted(settings.CONVENING_DAYS, 'jour')} au moins avant la réunion.",
    )


def entrusted(hat: Membership, since: datetime) -> list[Move]:
    new = Assignment.objects.filter(rapporteur=hat, assigned_at__gt=since).live().with_fiche()
    url = reverse("commission:reviews")
    return [Move(one.assigned_at, f"La fiche {of_region(one)} vous est confiée.", url) for one in new]


def submitted(since: datetime) -> list[Move]:
    done = Assignment.objects.filter(review__state=ReviewState.SUBMITTED, review__submitted_at__gt=since).with_fiche()
    return [
        Move(
            one.review.submitted_at,
            f"{one.rapporteur.subject} a remis son évaluation de la fiche {of_region(one)}.",
            reverse("commission:dashboard", args=[one.application.project.call.slug]),
        )
        for one in done
        if one.review.submitted_at
    ]


def conflicts_declared(since: datetime) -> list[Move]:
    declared = Assignment.objects.filter(has_conflict=True, declared_at__gt=since).with_fiche()
    return [
        Move(
            one.declared_at,
            f"{one.rapporteur.subject} a déclaré un lien d'intérêt avec le projet {of_region(one)}.",
            reverse("commission:assign", args=[one.application.project.call.slug]),
        )
        for one in declared
        if one.declared_at
    ]


def of_region(assignment: Assignment) -> str:
    return f"de la région {assignment.application.project.region}"
