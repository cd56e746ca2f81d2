from regions.models.award import Award
from regions.models.maturity import MaturityMove
from regions.models.priority import PriorityContest, PriorityRule
from regions.models.project import (
    CoFunding,
    CollectiveMember,
    DigitalProject,
    Participation,
    RegionalProject,
    StagePlan,
)

__all__ = [
    "Award",
    "CoFunding",
    "CollectiveMember",
    "DigitalProject",
    "MaturityMove",
    "Participation",
    "PriorityContest",
    "PriorityRule",
    "RegionalProject",
    "StagePlan",
]
