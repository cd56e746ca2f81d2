"""Announcing the choices: a letter to every structure, signed for the ARS, and the call is concluded."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from acts import issuing
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, deadline
from records import journal
from regional_calls.calendar import phase
from regional_calls.enums import JointOutcome, RegionalPhase
from regional_calls.letters import selection_of
from regional_calls.models import JointChoice, RegionalCall
from regional_calls.permissions import may_announce, may_prepare_regional_call, signs_for_ars
from regional_calls.posting import post_later
from regional_calls.preparing import locked_with_award
from regional_calls.retaining import is_running, take_in_all


def blockers(call: RegionalCall, at: datetime) -> list[str]:
    """All that prevents the announcement, at once; four queries."""
    if phase(call, at) != RegionalPhase.SORTING:
        return [f"L'appel ferme le {deadline(call.closes_at, call.zone)} : les choix s'annoncent ensuite."]
    handed_in = call.expressions.handed_in()
    undecided = handed_in.filter(choice=None).count()
    unconfirmed = handed_in.filter(choice__isnull=False, choice__confirmed_at=None).count()
    waiting = JointChoice.objects.filter(expression__in=handed_in, outcome=JointOutcome.WAITING)
    ranks = list(waiting.order_by("rank").values_list("rank", flat=True))
    missing = []
    if undecided:
        missing.append(f"{counted(undecided, 'réponse')} sans choix proposé.")
    if unconfirmed:
        missing.append(f"{counted(unconfirmed, 'choix proposé', 'choix proposés')} à confirmer par l'autre partie.")
    closed = handed_in.filter(choice__outcome=JointOutcome.RETAINED, establishment__closed_on__isnull=False)
    missing += [f"{name} a fermé depuis : proposez un autre choix." for name in closed.values_list("name", flat=True)]
    if ranks != list(range(1, len(ranks) + 1)):
        missing.append("Les rangs de la liste d'attente se suivent à partir de 1.")
    return missing


@transaction.atomic
def announce(call: RegionalCall, *, by: Membership, now: datetime | None = None) -> RegionalCall:
    """Issue a letter to every structure, and make participants of the retained ones if the project lives.

    The person who announces is the author of the letters: they sign for the ARS. Before the national decision the fiche
    takes the structures up by its own deed (`applications`). Safe twice: the second time finds the call concluded and
    says nothing more to anyone.
    """
    now = now or timezone.now()
    ensure(may_prepare_regional_call(by, call.project))
    call = locked_with_award(call)
    if call.announced_at is not None and signs_for_ars(by, call.project):
        return call
    ensure(may_announce(by, call))
    missing = blockers(call, now)
    if missing:
        refusal = Refused if phase(call, now) == RegionalPhase.SORTING else OutOfTurn
        raise refusal("Les choix ne peuvent pas encore être annoncés. " + " ".join(missing))
    call.announced_at, call.announced_by = now, by
    call.save(update_fields=["announced_at", "announced_by"])
    expressions = list(call.expressions.handed_in().in_full())
    letters = issue_letters(call, [expression.choice for expression in expressions], by=by, now=now)
    entered = take_in_all(call.project, by=by, now=now) if is_running(call.project, now) else []
    kept = sum(expression.choice.outcome == JointOutcome.RETAINED for expression in expressions)
    journal.record(
        "regional_calls.announce",
        call,
        by=by,
        summary=f"Choix annoncés : {counted(kept, 'structure retenue', 'structures retenues')} sur {len(expressions)}.",
        data={
            "choices": {expression.number: expression.choice.outcome for expression in expressions},
            "letters": letters,
            "participants": [participation.pk for participation in entered],
        },
        now=now,
    )
    return call


def issue_letters(call: RegionalCall, choices: list[JointChoice], *, by: Membership, now: datetime) -> list[str]:
    """Number and seal the letters of choices, within the deed that announces them, and have them drawn and sent."""
    numbers = []
    for choice in choices:
        choice.expression.call = call
        act = issuing.issue(selection_of(choice, by=by, at=now), now=now, replaces=choice.act)
        choice.act = act
        choice.save(update_fields=["act"])
        numbers.append(act.number)
    if numbers:
        post_later(call, by=by, letters=len(numbers))
    return numbers
