"""Letting go of answers that nobody handed in, once their call is long closed (L14)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from records import documents, journal
from regional_calls.enums import ExpressionState
from regional_calls.models import AccessLink, Attachment, Expression

MONTHS = 12
KEPT = timedelta(days=365 * MONTHS // 12)
A_SWEEP = 20


def forget_drafts(now: datetime | None = None) -> int:
    """Erase them with their pieces and the links sent to their addresses; how many were."""
    now = now or timezone.now()
    limit = now - KEPT
    old = Expression.objects.filter(
        state=ExpressionState.DRAFT, submission=0, call__closes_at__lt=limit, edited_at__lt=limit
    )
    return sum(forget(pk, now) for pk in old.order_by("pk").values_list("pk", flat=True)[:A_SWEEP])


@transaction.atomic
def forget(pk: int, now: datetime) -> bool:
    draft = Expression.objects.select_for_update(of=("self",)).filter(pk=pk, state=ExpressionState.DRAFT).first()
    if draft is None:
        return False
    pieces = [piece.document for piece in Attachment.objects.filter(expression=draft).select_related("document")]
    AccessLink.objects.filter(call=draft.call_id, email__iexact=draft.email).delete()
    summary = f"Réponse jamais remise effacée {MONTHS} mois après la clôture"
    journal.record("regional_calls.forget_draft", draft, summary=summary, now=now)
    draft.delete()
    for document in pieces:
        documents.erase(document)
    return True
