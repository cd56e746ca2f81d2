"""What several rooms read of a person's projects on one page, by `core.watch.once`."""

from accounts.models import Membership
from core.watch import once
from regions.models import RegionalProject, StagePlan
from regions.planning import plans_of


def awarded_projects(hat: Membership) -> list[RegionalProject]:
    """The projects of a pair that have their award, closed ones too, with what every line about them names."""
    return list(RegionalProject.objects.of_pair(hat).awarded().with_parties())


def stage_plans(hat: Membership) -> list[StagePlan]:
    """The planned stages of all of them, in order."""
    return plans_of([project.pk for project in once(awarded_projects, hat)])
