"""What waits for secretaries, and what moved, about calls."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from calls.desk import published_calls
from calls.forms.filtering import AskedFilters
from calls.models import Call
from calls.permissions import may_prepare_calls
from core.watch import Followed, Move, Todo, once
from core.wording import counted, deadline, instant

SOON = timedelta(days=7)


def todos(hat: Membership | None, now: datetime | None = None) -> list[Todo]:
    """Drafts to finish and questions to answer, for those who prepare calls; two queries."""
    if not may_prepare_calls(hat):
        return []
    now = now or timezone.now()
    return [*drafts(now), *asked(now)]


def drafts(now: datetime) -> list[Todo]:
    return [
        Todo(
            label="Terminer la préparation de l'appel",
            subject=call.title,
            url=reverse("calls:prepare", args=[call.slug]),
            due=call.opens_at,
            detail="L'appel reste invisible des régions tant qu'il n'est pas publié.",
            urgent=call.opens_at - now < SOON,
        )
        for call in Call.objects.filter(published_at=None).order_by("opens_at", "pk")
    ]


def asked(now: datetime) -> list[Todo]:
    """The calls about which the public waits for an answer."""
    waiting = Count("questions", filter=Q(questions__isnull=False, questions__answered_at=None))
    rows: Any = Call.objects.published().filter(concluded_at=None).annotate(waiting=waiting).filter(waiting__gt=0)
    return [
        Todo(
            label="Répondre au public",
            subject=call.title,
            url=f"{reverse('calls:questions', args=[call.slug])}?suite={AskedFilters.WAITING}",
            due=call.closes_at if call.closes_at > now else None,
            detail=f"{counted(call.waiting, 'question attend', 'questions attendent')} une réponse.",
        )
        for call in rows.order_by("closes_at", "pk")
    ]


def moves(hat: Membership | None, since: datetime, now: datetime | None = None) -> list[Move]:
    """Calls published, opened, closing soon or closed, since an instant: what their dates tell."""
    now = now or timezone.now()
    found = [move for call in once(published_calls, hat) for move in call_moves(call)]
    return sorted((move for move in found if since < move.at <= now), key=lambda move: move.at, reverse=True)


def followed(hat: Membership | None) -> list[Followed]:
    """What changes in a published call: its closing, its questionnaire, its documents."""
    visible = Call.objects.visible_to(hat).published()

    def call_pages(keys: Sequence[str]) -> dict[str, str]:
        return {str(call.pk): call.get_absolute_url() for call in (once(published_calls, hat) if keys else [])}

    return [Followed("calls.call", visible, ["calls.postpone", "calls.revise_call", "calls.add_document"], call_pages)]


def call_moves(call: Call) -> Iterator[Move]:
    """The instants of a call's life, each with its sentence; those outside the window are dropped by the caller."""
    url = call.get_absolute_url()
    if call.published_at is not None and call.published_at < call.opens_at:
        text = f"L'appel « {call} » est annoncé : il ouvre le {instant(call.opens_at, call.zone)}."
        yield Move(call.published_at, text, url)
    closing = deadline(call.closes_at, call.zone)
    yield Move(call.opens_at, f"L'appel « {call} » est ouvert jusqu'au {closing}.", url)
    if call.closes_at - SOON > call.opens_at:
        yield Move(call.closes_at - SOON, f"L'appel « {call} » ferme le {closing}.", url)
    yield Move(call.closes_at, f"L'appel « {call} » est fermé ; les fiches vont être examinées.", url)
    if call.concluded_at is not None:
        yield Move(call.concluded_at, f"L'appel « {call} » est terminé.", url)
