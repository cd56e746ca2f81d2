"""What several rooms read of a person's projects on one page, by `core.watch.once`."""

from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import Membership
from core.watch import once
from regions.composition import STAFF
from regions.enums import MemberGroup
from regions.models import CollectiveMember, RegionalProject, StagePlan
from regions.planning import plans_of


def pair_projects(hat: Membership) -> list[Any]:
    """All the projects of a pair, with what every line about them names; one for each call, so few.

    `lacks_staff` says of each whether its collective has members, but no staff representative (R40).
    """
    members = CollectiveMember.objects.filter(project=OuterRef("pk"), group=MemberGroup.COLLECTIVE)
    lacks_staff = Exists(members) & ~Exists(members.filter(profile__code__in=STAFF.profiles))
    return list(RegionalProject.objects.of_pair(hat).with_parties().annotate(lacks_staff=lacks_staff))


def awarded_projects(hat: Membership) -> list[RegionalProject]:
    """Those that have their award, closed ones too."""
    return [project for project in once(pair_projects, hat) if hasattr(project, "award")]


def stage_plans(hat: Membership) -> list[StagePlan]:
    """The planned stages of all of them, in order."""
    return plans_of([project.pk for project in once(awarded_projects, hat)])
