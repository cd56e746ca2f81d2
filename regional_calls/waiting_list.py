"""Calling the first of the waiting list when a place comes free, once the choices are announced.

The order of the list is the choice of both parties; the letter that carries it out is signed for the ARS.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, ensure
from records import journal
from regional_calls.announcing import issue_letters
from regional_calls.enums import JointOutcome
from regional_calls.models import Expression, JointChoice, RegionalCall
from regional_calls.permissions import may_call_up
from regional_calls.preparing import locked_with_award
from regional_calls.retaining import is_running, take_in_all


def next_waiting(call: RegionalCall) -> JointChoice | None:
    """The first of the list; one query."""
    waiting = JointChoice.objects.filter(
        expression__call=call, outcome=JointOutcome.WAITING, confirmed_at__isnull=False
    )
    return waiting.select_related("expression").order_by("rank").first()


@transaction.atomic
def call_up(expression: Expression, *, by: Membership, now: datetime | None = None) -> JointChoice:
    """Retain the first of the list by a letter; a participant at once if the project runs. Twice does no harm."""
    now = now or timezone.now()
    call = locked_with_award(expression.call)
    ensure(may_call_up(by, call))
    choice = JointChoice.objects.select_related("expression", "act").get(expression=expression)
    if choice.outcome == JointOutcome.RETAINED:
        return choice
    first = next_waiting(call)
    if first is None or first.pk != choice.pk:
        raise OutOfTurn("La liste d'attente se suit dans son ordre : une autre structure passe avant.")
    rank, choice.outcome, choice.rank, choice.reason = choice.rank, JointOutcome.RETAINED, None, ""
    choice.save(update_fields=["outcome", "rank", "reason"])
    issue_letters(call, [choice], by=by, now=now)
    if is_running(call.project, now):
        take_in_all(call.project, by=by, now=now)
    journal.record(
        "regional_calls.call_up",
        expression,
        by=by,
        summary=f"{expression.number}, rang {rank} de la liste d'attente, est retenue.",
        data={"rank": rank},
        now=now,
    )
    return choice
