"""Who sits in the regional collective and in the extended group (R38–R42)."""

from typing import TypedDict

from calls.enums import Vocabulary
from calls.models import Term
from core.verdicts import Refused
from regions.designating import ensure_designates
from regions.enums import MemberGroup
from regions.models import CollectiveMember, Participation, RegionalProject

PROFILES = {MemberGroup.COLLECTIVE: Vocabulary.PROFILE, MemberGroup.EXTENDED: Vocabulary.EXTENDED_PROFILE}
# Beyond that, a seat is an assembly.
MOST_SEATS = 200


class Seat(TypedDict):
    """What is said of a member: profile, function, where from, how many persons."""

    profile: Term
    function: str
    participation: Participation | None
    organisation_name: str
    seats: int


def seat_of(member: CollectiveMember) -> Seat:
    return Seat(
        profile=member.profile,
        function=member.function,
        participation=member.participation,
        organisation_name=member.organisation_name,
        seats=member.seats,
    )


def add_member(project: RegionalProject, group: MemberGroup, seat: Seat) -> CollectiveMember:
    ensure_seat(project, group, seat)
    return CollectiveMember.objects.create(project=project, group=group, **seat)


def change_member(member: CollectiveMember, seat: Seat) -> CollectiveMember:
    ensure_seat(member.project, MemberGroup(member.group), seat)
    for field, value in seat.items():
        setattr(member, field, value)
    member.save()
    return member


def ensure_seat(project: RegionalProject, group: MemberGroup, seat: Seat) -> None:
    if seat["profile"].vocabulary != PROFILES[group]:
        raise Refused(f"Ce profil n'existe pas dans le {group.label}.")
    participation = seat["participation"]
    if participation is not None and (participation.project_id != project.pk or participation.left_on is not None):
        raise Refused("Cette structure ne participe pas à ce projet.")
    if participation is not None and seat["organisation_name"]:
        raise Refused("Choisissez une structure participante ou nommez un autre organisme, pas les deux.")
    if not 1 <= seat["seats"] <= MOST_SEATS:
        raise Refused(f"Indiquez de 1 à {MOST_SEATS} personnes.")
    ensure_designates(seat["function"])
    ensure_designates(seat["organisation_name"])
