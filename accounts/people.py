"""The lists of people that administrators read."""

from typing import Any

from django.db.models import Prefetch

from accounts.models import Membership
from core.alphabetical import Alphabetical


def with_hats(people: Any) -> Any:
    """Each with its `current_hats`, by name."""
    hats = Membership.objects.current().select_related("organisation")
    current = Prefetch("memberships", hats, to_attr="current_hats")
    return people.prefetch_related(current).order_by(Alphabetical("full_name"), "pk")
