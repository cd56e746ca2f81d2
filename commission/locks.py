"""What every deed of an examination starts from: the rows locked, on a fiche that is being examined."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from applications.enums import ApplicationState
from applications.fiche_edit import locked
from applications.models import Application
from commission.enums import DecisionState
from commission.models import Assignment, Decision
from core.verdicts import OutOfTurn


def hold(applications: Iterable[Application]) -> None:
    """Lock several fiches and their decisions at once, in order, for a deed that goes from one to the next.

    Otherwise its first journal row would be held while it waits for a fiche whose holder waits for the journal.
    """
    keys = [application.pk for application in applications]
    for rows in (Application.objects.filter(pk__in=keys), Decision.objects.filter(application__in=keys)):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def locked_assignment(assignment: Assignment) -> Assignment:
    """The assignment as it now is, under its fiche's lock, which proposing a decision takes too (case 8)."""
    fiche = locked(assignment.application)
    held = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    held.application = fiche
    return held


@contextmanager
def held_assignment(assignment: Assignment) -> Iterator[Assignment]:
    """The locked assignment, until the block ends."""
    with transaction.atomic():
        yield locked_assignment(assignment)


def ensure_examined(application: Application) -> None:
    """Refuse before admissibility, after withdrawal, and once a decision is validated (case 35)."""
    if application.state != ApplicationState.ADMISSIBLE:
        raise OutOfTurn(f"La fiche est {application.state.said} : seule une fiche recevable est examinée.")
    decided = {DecisionState.VALIDATED, DecisionState.NOTIFIED}
    decision = Decision.objects.filter(application=application, state__in=decided).first()
    if decision is not None:
        raise OutOfTurn(closed_by(decision))


def closed_by(decision: Decision) -> str:
    """Why nobody is named nor heard any more on a decided fiche, and what opens its examination again."""
    said = f"La décision sur cette fiche est {decision.get_state_display()} : son examen est clos"
    if decision.state == DecisionState.NOTIFIED:
        return f"{said}."
    return f"{said}. Il se rouvre si elle est proposée à nouveau, ou renvoyée parce qu'une évaluation lui manque."
