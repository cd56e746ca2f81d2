"""What several rooms read of the calls on one page, by `core.watch.once`."""

from accounts.models import Membership
from calls.models import Call


def published_calls(hat: Membership | None) -> list[Call]:
    """The published calls that a hat may know of, the latest first."""
    return list(Call.objects.visible_to(hat).published())
