"""Finding calls by their title or reference."""

from accounts.models import Membership
from calls.calendar import words_of
from calls.models import Call
from core.finding import SearchHit, holding


def calls(hat: Membership | None, text: str, most: int) -> list[SearchHit]:
    rows = holding(Call.objects.visible_to(hat), text, "title", "reference")
    return [
        SearchHit(call.title, f"Ouverture : {words_of(call, 'opens_at')}", call.get_absolute_url())
        for call in rows.order_by("-opens_at", "-pk")[:most]
    ]
