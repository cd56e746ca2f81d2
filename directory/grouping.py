"""What groupings and territories are made of (R32)."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from core.verdicts import Refused, ensure
from core.wording import day, of, of_the
from directory.enums import EntityKind
from directory.models import Establishment
from directory.permissions import may_change_members
from records import journal

# What may be a member of what: never of one's own rank, so that nothing ever contains itself.
RANK = {EntityKind.ESTABLISHMENT: 0, EntityKind.GROUPING: 1, EntityKind.TERRITORY: 2}


@transaction.atomic
def add_to(
    grouping: Establishment, establishment: Establishment, *, by: Membership, now: datetime | None = None
) -> None:
    """Make a structure of the region a member; one that is already stays so, without a trace."""
    grouping = locked_to_change(grouping, by)
    reason = obstacle(grouping, establishment)
    if reason:
        raise Refused(f"{establishment} ne peut pas être membre : {reason}.")
    if grouping.members.filter(pk=establishment.pk).exists():
        return
    grouping.members.add(establishment)
    journal.record(
        "directory.add_member",
        grouping,
        by=by,
        summary=f"{establishment} est membre {of_the(grouping)}",
        data={"member": establishment.pk, "finess": establishment.finess},
        now=now,
    )


@transaction.atomic
def take_from(
    grouping: Establishment, establishment: Establishment, *, by: Membership, now: datetime | None = None
) -> None:
    """End a membership; nothing happens when there is none."""
    grouping = locked_to_change(grouping, by)
    if not grouping.members.filter(pk=establishment.pk).exists():
        return
    grouping.members.remove(establishment)
    journal.record(
        "directory.remove_member",
        grouping,
        by=by,
        summary=f"{establishment} n'est plus membre {of_the(grouping)}",
        data={"member": establishment.pk, "finess": establishment.finess},
        now=now,
    )


def locked_to_change(grouping: Establishment, by: Membership) -> Establishment:
    """The grouping's row, locked, if this hat may change its members."""
    locked = Establishment.objects.select_for_update().get(pk=grouping.pk)
    ensure(may_change_members(by, locked))
    return locked


def obstacle(grouping: Establishment, establishment: Establishment) -> str:
    """Why a structure may not be a member; nothing when it may."""
    if establishment.region_id != grouping.region_id:
        return "elle est d'une autre région"
    if establishment.closed_on is not None:
        return f"fermée depuis le {day(establishment.closed_on)}"
    if RANK[EntityKind(establishment.kind)] >= RANK[EntityKind(grouping.kind)]:
        return f"un {grouping.get_kind_display()} ne contient pas {of(establishment.get_kind_display())}"
    return ""
