"""The fictional current exploration call, just before its commission: deposits in, some scores in, one conflict."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import Region
from applications.models import Application
from calls.models import Call
from commission.approving import approve
from commission.declaring import declare_conflict
from core.wording import PARIS
from demo import corrections
from demo.calls import Plan, prepare
from demo.commission import Commission
from demo.fiches import Story, begin, last_days, send, write
from demo.people import pair
from demo.structures import drawn, read

# Region: structures, tools, complement asked in euros.
DEPOSITED = {
    "11": (6, 5, 68_000),
    "93": (5, 4, 52_000),
    "53": (6, 4, 45_000),
    "04": (4, 3, 60_000),
    "44": (5, 3, 40_000),
    "76": (4, 4, 38_500),
    "32": (3, 2, 30_000),
    "28": (4, 2, 35_000),
    "03": (2, 2, 48_000),
}
# What the two rapporteurs think, from 0 to 4; None where the review is not in. Occitanie divides them.
LEVELS = {"11": (4, 4), "93": (3, None), "53": (3, 3), "76": (1, 4), "04": (None, 3), "44": (None, 2)}
TO_CHECK = ("28",)
INADMISSIBLE = ("03",)
CONFLICT = "32"


def load(today: date) -> Call:
    closes_on = today - timedelta(days=11)
    call = prepare(
        Plan(
            phase="exploration",
            number=4,
            title="ACIA n° 4 – Exploration : écrits et alertes numériques",
            slug="exploration-en-cours",
            reference="Appel fictif – exploration en cours",
            summary=(
                "Explorer avec des structures volontaires ce que les écrits numériques et les alertes à distance "
                "changent dans le travail. On regarde ce qui se note, ce qui se transmet, et qui répond de quoi.\n\n"
                "Appel fictif, créé pour la démonstration du portail."
            ),
            opens_at=datetime.combine(today - timedelta(days=125), time(9), tzinfo=PARIS),
            closes_at=datetime.combine(closes_on, time(0), tzinfo=PARIS),
            commission_on=today + timedelta(days=9),
            funds_from=today + timedelta(days=45),
            milestones=[(today - timedelta(days=95), "Réunion d'information des binômes, à distance")],
        )
    )
    applications = {code: deposited(call, code, turn) for turn, code in enumerate(DEPOSITED)}
    examine(applications, at=call.closes_at + timedelta(days=1, hours=10))
    corrections.correct(applications["44"], pair("44"), at=call.closes_at + timedelta(days=5, hours=10))
    corrections.ask(applications[CONFLICT], until=today + timedelta(days=4), at=call.closes_at + timedelta(days=9))
    corrections.write_to_each_other(
        applications[CONFLICT], pair(CONFLICT), at=call.closes_at + timedelta(days=9, hours=9)
    )
    corrections.sort_what_came(call, applications[CONFLICT], at=call.closes_at + timedelta(days=9, hours=10))
    on = datetime.combine(today + timedelta(days=9), time(9, 30), tzinfo=PARIS)
    at = datetime.combine(today - timedelta(days=1), time(11), tzinfo=PARIS)
    Commission().convene(call, on, place="Ministère chargé de la santé, Paris, salle fictive 2", at=at)
    prepare_decisions(applications, at=datetime.combine(today - timedelta(days=1), time(15), tzinfo=PARIS))
    return call


def deposited(call: Call, code: str, turn: int) -> Application:
    count, tools, complement = DEPOSITED[code]
    region = Region.objects.get(code=code)
    angle = read("regions")[code]["angle"]
    story = Story(
        pair=pair(code),
        title=f"{angle[:1].upper()}{angle[1:]} : comprendre le travail réel",
        takings=drawn(region, count, tools, turn=turn + 3),
        complement=Decimal(complement),
        turn=turn,
    )
    application = begin(call, story, at=call.opens_at + timedelta(days=10))
    write(application, story, at=call.closes_at - timedelta(days=11, hours=14))
    send(application, story, at=last_days(call, turn))
    application.refresh_from_db()
    return application


def examine(applications: dict[str, Application], *, at: datetime) -> None:
    """Admissibility, then the reviews that are in; in Hauts-de-France a rapporteur declared a conflict."""
    commission = Commission()
    for turn, (code, application) in enumerate(applications.items()):
        if code in TO_CHECK:
            commission.ask_for_pieces(
                application,
                pieces="Le calendrier des enquêtes dans chaque structure.\nL'avis du comité social et économique.",
                answer="Les enquêtes ont lieu en mars et en avril. Le comité a rendu un avis favorable.",
                at=at,
            )
            continue
        if code in INADMISSIBLE:
            reason = (
                "Les deux structures participantes ont demandé à reporter leur engagement après le dépôt : l'action "
                "collective ne réunit plus deux structures volontaires (appel fictif)."
            )
            commission.reject(application, reason=reason, at=at)
            continue
        commission.admit(application, at=at)
        assignments = commission.confide(application, turn=turn, at=at + timedelta(hours=3))
        if code == CONFLICT:
            reason = "J'ai accompagné l'une des structures participantes dans le choix de son outil il y a deux ans."
            declare_conflict(assignments[0], reason=reason, by=assignments[0].rapporteur, now=at + timedelta(days=1))
            continue
        for rank, (assignment, level) in enumerate(zip(assignments, LEVELS[code], strict=True)):
            if level is not None:
                when = at + timedelta(days=2 + turn // 2, hours=rank)
                commission.review(assignment, level=level, turn=turn + rank, at=when)
            elif code == "04":
                commission.review(assignment, level=3, turn=turn, at=at + timedelta(days=6), whole=False)


def prepare_decisions(applications: dict[str, Application], *, at: datetime) -> None:
    """Two proposals wait for the signatories; DGOS has validated one."""
    commission = Commission()
    for code, reason in (("11", "retained"), ("53", "retained_reserved")):
        decision = commission.retain(applications[code], reason=read("reviews")["reasons"][reason], at=at)
        if code == "11":
            approve(decision, decision.revision, by=commission.dgos["signature"], now=at + timedelta(hours=2))
