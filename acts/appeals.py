"""How an act may be contested: which court, until when, by which means (domain L2–L5; the table is in docs/legal.md).

| author's seat   | the addressee dwells                 | time              | source                   |
|-----------------|--------------------------------------|-------------------|--------------------------|
| metropolitan    | in metropolitan France               | 2 months          | CJA R. 421-1             |
| metropolitan    | overseas                             | 3 months          | CJA R. 421-7, paragraph 1 |
| overseas        | in the court's own territory         | 2 months          | CJA R. 421-1             |
| overseas        | anywhere else                        | 3 months          | CJA R. 421-7, paragraph 2 |

The court is that of the seat of the authority that decides (R. 312-1). A public body refers to it by Télérecours alone,
else its claim is inadmissible (R. 414-1); a private one by letter, or by Télérecours citoyens (R. 414-2).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from accounts.models import Region
from acts.addressees import Addressee
from core.dates import months_after

MONTHS, DISTANCE = 2, 1
# Silence refuses a request for money, or one that no text provides for, after two months (CRPA L. 231-4, 2° and 3°).
SILENCE_MONTHS = 2


@dataclass(frozen=True)
class Court:
    """`territory` is the Insee code of its region when it sits overseas, else blank."""

    name: str
    address: str
    territory: str = ""


# DGOS decides first, and sits in Paris (CJA R. 312-1).
PARIS_COURT = Court("tribunal administratif de Paris", "7 rue de Jouy, 75181 Paris Cedex 04")


@dataclass(frozen=True)
class Appeal:
    """What the act prints. `until` is the last day if the time runs from `since`."""

    court: str
    court_address: str
    months: int
    distance: bool
    since: date
    until: date
    public: bool

    def as_content(self) -> dict[str, object]:
        return asdict(self) | {"since": self.since.isoformat(), "until": self.until.isoformat()}


def refused_by_silence_on(received: date) -> date:
    """The day on which a request received on another is refused because nobody answered."""
    return months_after(received, SILENCE_MONTHS)


def court_of(region: Region) -> Court:
    """The court of the seat of the region's ARS."""
    return Court(region.court, region.court_address, region.code if region.overseas else "")


def is_distant(court: Court, addressee: Addressee) -> bool:
    """Whether the addressee has the month that distance adds."""
    return addressee.territory != court.territory if court.territory else addressee.overseas


def appeal(court: Court, addressee: Addressee, since: date) -> Appeal:
    """The routes against an act notified, or an implicit refusal born, on a day."""
    distance = is_distant(court, addressee)
    months = MONTHS + DISTANCE * distance
    return Appeal(
        court=court.name,
        court_address=court.address,
        months=months,
        distance=distance,
        since=since,
        until=months_after(since, months),
        public=addressee.public,
    )


def last_day_to_contest(content: Mapping[str, Any]) -> date | None:
    """That of an act already issued, from its content; None for what may not be contested."""
    routes = content.get("appeal")
    return months_after(date.fromisoformat(routes["since"]), routes["months"]) if routes else None


def missing(court: Court) -> list[str]:
    if court.name.strip() and court.address.strip():
        return []
    return ["Le tribunal compétent, ou son adresse, n'est pas connu : complétez la fiche de la région."]
