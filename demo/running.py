"""The fictional exploration call whose projects are under way: what regions do after the award is told here."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import Region
from applications.models import Application
from calls.models import Call
from core.wording import PARIS
from demo import regional_calls
from demo.calls import Plan, prepare
from demo.commission import Commission
from demo.fiches import Story, begin, last_days, send, write
from demo.people import pair
from demo.structures import drawn, listed, read

SLUG = "exploration-en-regions"
# Region: structures and tools. Paca's five are drawn from the themes that its pair aimed at (R50).
AWARDED = {
    "93": (5, 5),
    "11": (6, 5),
    "53": (5, 4),
    "84": (5, 3),
    "04": (4, 3),
    "75": (4, 4),
    "32": (3, 3),
    "44": (4, 2),
    "03": (2, 2),
}


def load(today: date) -> Call:
    """Opened fourteen months ago, notified nine months ago: every project is past the middle of its year."""
    call = prepare(
        Plan(
            phase="exploration",
            number=3,
            title="ACIA n° 3 – Exploration : le numérique au plus près du travail",
            slug=SLUG,
            reference="Appel fictif – exploration en régions",
            summary=(
                "Explorer avec des structures volontaires ce que les outils numériques font au travail de tous les "
                "jours, et en tirer des repères pour les projets suivants.\n\n"
                "Appel fictif, créé pour la démonstration du portail."
            ),
            opens_at=datetime.combine(today - timedelta(days=425), time(9), tzinfo=PARIS),
            closes_at=datetime.combine(today - timedelta(days=330), time(0), tzinfo=PARIS),
            commission_on=today - timedelta(days=300),
            funds_from=today - timedelta(days=275),
        )
    )
    commission = Commission()
    applications = [deposited(call, code, turn) for turn, code in enumerate(AWARDED)]
    for turn, application in enumerate(applications):
        commission.admit(application, at=call.closes_at + timedelta(days=4))
        commission.review_by_both(application, level=3, turn=turn, at=call.closes_at + timedelta(days=9))
    commission.retain_by_rule(call, applications, at=call.closes_at + timedelta(days=40))
    commission.notify(applications, at=call.closes_at + timedelta(days=48, hours=10))
    return call


def deposited(call: Call, code: str, turn: int) -> Application:
    region = Region.objects.get(code=code)
    counts = AWARDED[code]
    angle = read("regions")[code]["angle"]
    story = Story(
        pair=pair(code),
        title=f"Travailler avec {angle}",
        takings=listed("phase_2_paca", region) if code == "93" else drawn(region, *counts, turn=turn + 1),
        complement=Decimal(60_000),
        turn=turn,
    )
    application = begin(call, story, at=call.opens_at + timedelta(days=12))
    if code in regional_calls.CONCLUDED:
        regional_calls.conclude(application, story.takings)
    write(application, story, at=call.closes_at - timedelta(days=12, hours=14))
    send(application, story, at=last_days(call, turn))
    application.refresh_from_db()
    return application
