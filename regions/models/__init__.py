from regions.models.award import Award
from regions.models.establishment import Establishment, EstablishmentQuerySet, plain, searchable
from regions.models.finess import FinessImport, LegalEntity
from regions.models.maturity import MaturityMove
from regions.models.project import (
    CoFunding,
    CollectiveMember,
    DigitalProject,
    Participation,
    RegionalProject,
    StagePlan,
)
from regions.models.region import Organisation, Region

__all__ = [
    "Award",
    "CoFunding",
    "CollectiveMember",
    "DigitalProject",
    "Establishment",
    "EstablishmentQuerySet",
    "FinessImport",
    "LegalEntity",
    "MaturityMove",
    "Organisation",
    "Participation",
    "Region",
    "RegionalProject",
    "StagePlan",
    "plain",
    "searchable",
]
