"""Telling structures what becomes of the closing while their answer is not handed in."""

from datetime import datetime, timedelta

from core.wording import NBSP, deadline
from regional_calls.enums import ExpressionState
from regional_calls.linking import write_with_link
from regional_calls.models import RegionalCall
from regional_calls.moments import POSTPONED, UNFINISHED

SOON = timedelta(days=3)


def tell_postponement(call: RegionalCall, before: datetime, now: datetime) -> None:
    closing = deadline(call.closes_at, call.zone)
    for draft in call.expressions.filter(state=ExpressionState.DRAFT):
        draft.call = call
        write_with_link(
            draft,
            POSTPONED,
            key=f"regional-postponed:{draft.pk}:{call.closes_at:%Y%m%d%H%M}",
            what=f"clôture reportée au {closing}",
            todo=f"Vous avez jusqu'au {closing} pour remettre votre réponse à l'appel « {call} ».",
            facts=[
                f"La clôture était le {deadline(before, call.zone)}.",
                f"Motif{NBSP}: {call.postponement_reason}",
            ],
            now=now,
        )


def tell_unfinished(now: datetime) -> None:
    """Each morning, three days before a regional call closes, to who has begun an answer; again if it is postponed."""
    closing_soon = RegionalCall.objects.open_at(now).filter(closes_at__lte=now + SOON).with_parties()
    for call in closing_soon:
        closing = deadline(call.closes_at, call.zone)
        for draft in call.expressions.filter(state=ExpressionState.DRAFT):
            draft.call = call
            write_with_link(
                draft,
                UNFINISHED,
                key=f"regional-unfinished:{draft.pk}:{call.closes_at:%Y%m%d%H%M}",
                what="votre réponse n'est pas remise",
                todo=f"Remettez votre réponse à l'appel « {call} » avant le {closing}.",
                facts=["Tant qu'elle n'est pas remise, l'ARS et l'Aract ne la lisent pas."],
                now=now,
            )
