"""Who takes part: the mix of structures (R34–R36) and the families of the collective (R38, R40)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core.wording import counted, listed
from directory.enums import LegalStatus, Sector
from directory.models import Establishment
from regions.enums import MemberGroup
from regions.models import CollectiveMember, RegionalProject

# A collective action unites several structures (R33).
LEAST_STRUCTURES = 2


@dataclass(frozen=True)
class Family:
    """One of the four families that a regional collective brings together (R38)."""

    key: str
    label: str
    profiles: frozenset[str]


STAFF = Family("staff", "représentants du personnel", frozenset({"ELU_PERSONNEL"}))
FAMILIES = (
    Family("management", "représentants de direction", frozenset({"DIRECTION"})),
    Family(
        "professionals",
        "professionnels soignants et technico-administratifs",
        frozenset({"SOIGNANT", "TECHNICO_ADMIN"}),
    ),
    STAFF,
    Family("suppliers", "fournisseurs de solutions technologiques", frozenset({"FOURNISSEUR"})),
)
# How many structures a regional action usually brings together: a landmark, never a limit (X8).
USUAL_SIZE = (4, 6)


@dataclass(frozen=True)
class Seats:
    """A family and the number of persons who sit for it."""

    family: Family
    seats: int

    @property
    def present(self) -> bool:
        return self.seats > 0


def families(members: Iterable[CollectiveMember]) -> list[Seats]:
    """The four families, each with its seats in the collective; members of the extended group do not count."""
    seats: Counter[str] = Counter()
    for member in members:
        if member.group == MemberGroup.COLLECTIVE:
            seats[member.profile.code] += member.seats
    return [Seats(family, sum(seats[code] for code in family.profiles)) for family in FAMILIES]


def missing_profiles(project: RegionalProject) -> list[Family]:
    """The families that nobody represents yet (R40)."""
    members = project.members.select_related("profile")
    return [line.family for line in families(members) if not line.present]


@dataclass(frozen=True)
class Mix:
    """How heterogeneous the participants are; heterogeneity is wanted (R36)."""

    statuses: dict[LegalStatus, int]
    sectors: dict[Sector, int]

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    @property
    def public(self) -> int:
        return self.statuses[LegalStatus.PUBLIC]

    @property
    def private(self) -> int:
        return self.total - self.public

    @property
    def is_mixed(self) -> bool:
        """Public beside private, or several sectors: an «ACIA mixte»."""
        return (self.public > 0 and self.private > 0) or sum(count > 0 for count in self.sectors.values()) > 1

    @property
    def sentence(self) -> str:
        """«2 publiques et 1 privée (1 sans but lucratif) ; 2 dans le sanitaire et 1 dans le social»."""
        non_profit = self.statuses[LegalStatus.NON_PROFIT]
        private = counted(self.private, "privée") + (f" (dont {non_profit} sans but lucratif)" if non_profit else "")
        statuses = [
            text
            for number, text in ((self.public, counted(self.public, "publique")), (self.private, private))
            if number
        ]
        sectors = [f"{count} dans le {sector.label}" for sector, count in self.sectors.items() if count]
        return f"{listed(statuses)} ; {listed(sectors)}" if self.total else ""


def mix(establishments: Iterable[Establishment]) -> Mix:
    rows = list(establishments)
    statuses = Counter(row.legal_status for row in rows)
    sectors = Counter(row.sector for row in rows)
    return Mix(
        statuses={status: statuses[status] for status in LegalStatus},
        sectors={sector: sectors[sector] for sector in Sector},
    )
