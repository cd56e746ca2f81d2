"""The two calls of 2021 and 2022, as archives: what public texts say of them, told again with invented examples.

Nine regions and 56 establishments took part in the first, six regions and more than twenty establishments in the second
(domain § 4). The texts name Île-de-France, Paca and Grand Est alone; the other regions, and all that regions write,
are invented. `data/archives.toml` holds what each call's page says to come from the sources, and the dates that they
give in words: the days below only put events in order.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Region
from applications.models import Application
from calls.models import Call
from core.wording import PARIS
from demo.calls import Plan, prepare
from demo.commission import Commission
from demo.fiches import Story, begin, last_days, send, write
from demo.people import pair
from demo.structures import Taking, drawn, listed, read

# Region: structures and tools of the first call; Île-de-France's six are those of R72, Paca had five. 56 in all.
FIRST = {
    "11": (6, 5),
    "93": (5, 4),
    "44": (7, 5),
    "84": (7, 5),
    "75": (7, 5),
    "76": (6, 4),
    "53": (6, 4),
    "32": (6, 5),
    "28": (6, 4),
}
SECOND = {"11": (4, 4), "93": (4, 4), "44": (4, 3), "76": (4, 3), "53": (3, 3), "28": (3, 2)}
ARCHIVES = read("archives")
FIRST_CALL = Plan(
    phase="exploration",
    number=1,
    title="ACIA n° 1 – Exploration",
    slug="exploration-2021",
    opens_at=datetime(2021, 5, 17, 9, tzinfo=PARIS),
    closes_at=datetime(2021, 10, 5, tzinfo=PARIS),
    commission_on=date(2021, 11, 18),
    funds_from=date(2022, 1, 1),
    milestones=[(date(2024, 12, 1), "Capitalisation", "fin 2024")],
    **ARCHIVES["first"],
)
SECOND_CALL = Plan(
    phase="experimentation",
    number=2,
    title="ACIA n° 2 – Expérimentation",
    slug="experimentation-2022",
    opens_at=datetime(2022, 10, 3, 9, tzinfo=PARIS),
    closes_at=datetime(2022, 12, 10, tzinfo=PARIS),
    commission_on=date(2023, 1, 12),
    funds_from=date(2023, 1, 31),
    milestones=[
        (date(2024, 6, 20), "Première réunion du comité technique (COTECH) d'Île-de-France"),
        (date(2024, 10, 15), "Bilan de l'expérimentation d'Île-de-France", "à l'automne 2024"),
        (date(2024, 12, 1), "Capitalisation", "fin 2024"),
    ],
    **ARCHIVES["second"],
)


def load() -> tuple[Call, Call]:
    """Both calls, from opening to notification."""
    first = prepare(FIRST_CALL)
    play(first, FIRST, concluded=datetime(2021, 12, 15, 10, tzinfo=PARIS))
    second = prepare(replace(SECOND_CALL, previous=first))
    play(second, SECOND, concluded=datetime(2023, 1, 25, 10, tzinfo=PARIS))
    return first, second


def play(call: Call, regions: dict[str, tuple[int, int]], *, concluded: datetime) -> None:
    """Each region's fiche, deposited in the last days, examined and decided; all were retained."""
    commission = Commission()
    applications = [deposited(call, code, counts, turn) for turn, (code, counts) in enumerate(regions.items())]
    for turn, application in enumerate(applications):
        commission.admit(application, at=call.closes_at + timedelta(days=3))
        commission.review_by_both(application, level=3, turn=turn, at=call.closes_at + timedelta(days=12))
    commission.retain_by_rule(call, applications, at=concluded - timedelta(days=6))
    commission.notify(applications, at=concluded)


def deposited(call: Call, code: str, counts: tuple[int, int], turn: int) -> Application:
    region = Region.objects.get(code=code)
    story = Story(
        pair=pair(code),
        title=f"Numérique et travail réel {region.located}"
        if code != "11"
        else "Regards croisés sur le numérique en santé",
        takings=takings(call, region, counts, turn),
        complement=Decimal(110_000),
        turn=turn,
    )
    application = begin(call, story, at=call.opens_at + timedelta(days=20))
    write(application, story, at=call.closes_at - timedelta(days=14, hours=13))
    send(application, story, at=last_days(call, turn))
    application.refresh_from_db()
    return application


def takings(call: Call, region: Region, counts: tuple[int, int], turn: int) -> list[Taking]:
    if region.code == "11":
        return listed("phase_2_idf" if call.phase.measures else "phase_1_idf", region)
    return drawn(region, *counts, turn=turn)
