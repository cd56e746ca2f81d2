"""Announcing the choices: one act that writes to every structure and concludes the call."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, deadline
from records import journal
from regional_calls.calendar import phase
from regional_calls.enums import JointOutcome, RegionalPhase
from regional_calls.mailing import write
from regional_calls.models import Expression, JointChoice, RegionalCall
from regional_calls.moments import CHOSEN
from regional_calls.permissions import may_prepare_regional_call, may_run_regional_call
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
    """Write to every structure, and make participants of the retained ones if the project is retained and runs.

    Before the national decision the fiche takes them up by its own act (`applications`). Safe twice: the second time
    finds the call concluded and says nothing more to anyone.
    """
    now = now or timezone.now()
    ensure(may_prepare_regional_call(by, call.project))
    call = locked_with_award(call)
    if call.announced_at is not None:
        return call
    ensure(may_run_regional_call(by, call))
    missing = blockers(call, now)
    if missing:
        refusal = Refused if phase(call, now) == RegionalPhase.SORTING else OutOfTurn
        raise refusal("Les choix ne peuvent pas encore être annoncés. " + " ".join(missing))
    call.announced_at, call.announced_by = now, by
    call.save(update_fields=["announced_at", "announced_by"])
    expressions = list(call.expressions.handed_in().in_full())
    for expression in expressions:
        expression.call = call
        tell(expression, now)
    entered = take_in_all(call.project, by=by, now=now) if is_running(call.project, now) else []
    kept = sum(expression.choice.outcome == JointOutcome.RETAINED for expression in expressions)
    journal.record(
        "regional_calls.announce",
        call,
        by=by,
        summary=f"Choix annoncés : {counted(kept, 'structure retenue', 'structures retenues')} sur {len(expressions)}.",
        data={
            "choices": {expression.number: expression.choice.outcome for expression in expressions},
            "participants": [participation.pk for participation in entered],
        },
        now=now,
    )
    return call


def tell(expression: Expression, at: datetime) -> None:
    """The mail that makes a choice known, with its reason."""
    choice: JointChoice = expression.choice
    write(
        expression.call,
        CHOSEN,
        key=f"regional-choice:{expression.pk}",
        to=expression.email,
        what=f"votre réponse {expression.number}",
        body=(
            f"Vous avez répondu pour {expression.place} à l'appel « {expression.call} » "
            f"(réponse {expression.number}).\n\n{choice_in_words(choice, expression.call, at)}"
        ),
    )


def choice_in_words(choice: JointChoice, call: RegionalCall, at: datetime) -> str:
    """What a structure reads of the choice, as things stand at that instant."""
    reason = f"\n\nMotif : {choice.reason}" if choice.reason.strip() else ""
    match choice.outcome:
        case JointOutcome.RETAINED:
            following = (
                "Elle prendra part à l'action collective."
                if is_running(call.project, at)
                else "L'ARS et l'Aract l'inscrivent dans le projet qu'elles présentent à l'appel national ; sa "
                "participation dépendra de la décision nationale."
            )
            return f"L'ARS et l'Aract ont retenu votre structure. {following}{reason}"
        case JointOutcome.WAITING:
            return (
                f"Votre structure est en liste d'attente, au rang {choice.rank} : l'ARS et l'Aract vous écriront "
                f"si une place se libère.{reason}"
            )
        case _:
            return (
                f"L'ARS et l'Aract n'ont pas retenu votre structure pour cette action collective.{reason}\n\n"
                "Vous pouvez leur écrire pour en parler, et répondre à un prochain appel."
            )
