"""The lists of people that administrators read."""

from typing import Any

from django.db.models import Prefetch

from accounts.enums import AccountState
from accounts.models import Membership, User
from accounts.models.user import UserQuerySet


def listed_people(hat: Membership | None, filters: dict[str, Any]) -> UserQuerySet:
    """People whom the hat may see, narrowed by what was typed, each with its `current_hats`."""
    hats = Membership.objects.current()
    people = User.objects.visible_to(hat).matching(filters.get("q") or "")
    wanted = hats
    if filters.get("organisation"):
        wanted = wanted.filter(organisation=filters["organisation"])
    if filters.get("role"):
        wanted = wanted.filter(role=filters["role"])
    if filters.get("organisation") or filters.get("role"):
        people = people.wearing(wanted)
    if filters.get("etat"):
        people = people.in_state(AccountState(filters["etat"]), hats)
    shown = Prefetch("memberships", hats.select_related("organisation"), to_attr="current_hats")
    return people.prefetch_related(shown).order_by("full_name", "pk")


def state_of(person: User) -> AccountState:
    """The state of someone listed above."""
    if person.anonymised_at is not None:
        return AccountState.ANONYMISED
    if not person.is_active:
        return AccountState.CLOSED
    return AccountState.ACTIVE if person.current_hats else AccountState.IDLE
