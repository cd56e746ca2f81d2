"""What moved in a list since a person last looked at it, as the journal has it (`records.following`)."""

from datetime import datetime

from django.utils import timezone

from accounts.models import ListVisit, Membership
from core.list_page import ListPlace
from core.watch import Followed
from records import following


def last_looked(person_id: int, path: str, now: datetime) -> datetime:
    """When the visit before this one ended; this look is noted, at most every five minutes. The first finds no news."""
    visit, first = ListVisit.objects.get_or_create(
        person_id=person_id, path=path[:300], defaults={"before": now, "at": now}
    )
    if first or now - visit.at < ListVisit.NOTED_EVERY:
        return visit.before
    if now - visit.at > ListVisit.LASTS:
        visit.before = visit.at
    ListVisit.objects.filter(pk=visit.pk).update(before=visit.before, at=now)
    return visit.before


def news_of(hat: Membership, place: ListPlace, follows: Followed) -> frozenset[str]:
    """The keys of the rows to which others did something since; two queries."""
    now = timezone.now()
    return following.moved(hat, follows, last_looked(hat.user_id, place.path, now), now)
