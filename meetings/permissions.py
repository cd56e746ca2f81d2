"""Who may do what with a project's meetings; reading them is following the project (`regions.permissions`)."""

from accounts.models import Membership
from core.verdicts import Verdict
from regions.models import RegionalProject
from regions.permissions import may_run_project


def may_run_meetings(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Prepare, convene and hold meetings, write and approve their minutes, follow their decisions; the pair does."""
    return may_run_project(hat, project)


def may_decide_complement(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Record the use of the complementary share that a steering committee decided (R21); the pair does."""
    return may_run_project(hat, project)
