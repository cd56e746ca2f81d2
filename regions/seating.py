"""Who sits in the collective and in the extended group once the project lives; `regions.composing` has the rules.

Before the award, the fiche's tables are the only door.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import Membership
from core.verdicts import OutOfTurn
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove
from regions.awarding import running_award
from regions.composing import Seat, add_member, change_member, ensure_seat, seat_of
from regions.enums import MemberGroup
from regions.models import CollectiveMember, RegionalProject


@transaction.atomic
def give_seat(
    project: RegionalProject, group: MemberGroup, seat: Seat, *, by: Membership, now: datetime | None = None
) -> CollectiveMember:
    running_award(project, by=by)
    member = add_member(project, group, seat)
    journal.record("regions.give_seat", member, by=by, summary=f"Membre ajouté ({group.label}) : {member}", now=now)
    return member


def seated(member: CollectiveMember) -> CollectiveMember:
    """The row as it is once the award is held; a structure that left took its seats away."""
    row = CollectiveMember.objects.select_related("project", "profile").filter(pk=member.pk).first()
    if row is None:
        raise OutOfTurn("Cette personne ne siège plus : la page a changé depuis que vous l'avez ouverte.")
    return row


@transaction.atomic
def change_seat(
    member: CollectiveMember, seat: Seat, *, by: Membership, now: datetime | None = None
) -> CollectiveMember:
    running_award(member.project, by=by)
    changed = change_member(seated(member), seat)
    label = MemberGroup(changed.group).label
    journal.record("regions.change_seat", changed, by=by, summary=f"Membre modifié ({label}) : {changed}", now=now)
    return changed


@transaction.atomic
def withdraw_seat(member: CollectiveMember, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    running_award(member.project, by=by)
    row = seated(member)
    summary, within = f"Membre retiré ({MemberGroup(row.group).label}) : {row}", {"project": row.project_id}
    return remove(row, "regions.withdraw_seat", by=by, summary=summary, within=within, now=now)


@comes_back("regions.withdraw_seat")
def seat_again(member: CollectiveMember, *, by: Membership) -> Iterator[str]:
    """Its structure may have left since."""
    running_award(member.project, by=by)
    ensure_seat(member.project, MemberGroup(member.group), seat_of(member))
    yield reverse("regions:collective", args=[member.project_id])
