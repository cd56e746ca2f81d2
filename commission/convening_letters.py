"""The acts that convene the commission, or call its meeting off: what each one says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from acts.addressees import Addressee
from acts.authors import author_of
from acts.drafting import ActDraft
from acts.enums import ActKind
from acts.models import Act
from applications.models import Application
from calls.models import Call
from commission.models import Assignment, Convening
from core.wording import PARIS, day, instant, weekday
from directory.models import plain

# To the commission as a whole: each member is named below, and written to.
COMMISSION = Addressee(
    "Membres de la commission d'examen",
    "",
    "",
    overseas=False,
    public=True,
    salutation="Mesdames, Messieurs",
    by_mail=True,
)


@dataclass(frozen=True)
class ConveningFacts:
    """What is typed of a meeting; `urgency` says why it is convened late, blank when it is not."""

    starts_at: datetime
    fiches: Sequence[Application]
    members: Sequence[Membership]
    reviews_by: date
    place: str = ""
    remote_link: str = ""
    points: str = ""
    urgency: str = ""
    without_quorum: bool = False


def convening_of(call: Call, facts: ConveningFacts, former: Act | None, *, by: Membership, at: datetime) -> ActDraft:
    """Who is convened, when, where, on what, what to do before, and the rules of the meeting (CRPA R. 133-3 to 13)."""
    when = said(facts.starts_at, call)
    visas = ["le code des relations entre le public et l'administration, notamment ses articles R. 133-3 à R. 133-13"]
    return ActDraft(
        kind=ActKind.CONVENING,
        subject=f"{call.title} – réunion de la commission d'examen",
        sense=f"Commission convoquée le {when}",
        visas=[*visas, f"l'appel à projets « {call.title} » ({call.reference})"],
        body={
            "call": call.title,
            "when": when,
            "place": facts.place,
            "remote_link": facts.remote_link,
            "members": [member(hat) for hat in facts.members],
            "by_secretary": by.role == Role.SECRETARY,
            "fiches": fiches(facts.fiches),
            "points": [line for line in facts.points.splitlines() if line.strip()],
            "reviews_by": day(facts.reviews_by),
            "address": settings.SITE_URL + reverse("commission:reviews"),
            "urgency": facts.urgency,
            "days": settings.CONVENING_DAYS,
            "quorum": 0 if facts.without_quorum else quorum(len(facts.members)),
            "replaces": {"number": former.number, "on": day(former.issued_at.astimezone(PARIS).date())}
            if former
            else None,
        },
        **around(by, at),
    )


def calling_off_of(convening: Convening, *, reason: str, by: Membership, at: datetime) -> ActDraft:
    when = said(convening.starts_at, convening.call)
    return ActDraft(
        kind=ActKind.CALLING_OFF,
        subject=f"{convening.call.title} – réunion de la commission d'examen annulée",
        sense=f"Réunion du {when} annulée",
        reasons=reason,
        body={
            "when": when,
            "number": convening.act.number,
            "on": day(convening.act.issued_at.astimezone(PARIS).date()),
        },
        **around(by, at),
    )


def around(by: Membership, at: datetime) -> dict[str, Any]:
    """Who convenes decides nothing, and needs no delegation to do so."""
    author = author_of(
        by, at.astimezone(PARIS).date(), signed=f"Établi dans le portail ACIA le {instant(at)}", decides=False
    )
    return {"authors": [author], "addressee": COMMISSION, "place": by.organisation.city}


def said(starts_at: datetime, call: Call) -> str:
    """«jeudi 4 mars 2027 à 9 h 30 (heure de Paris)»."""
    return f"{weekday(starts_at.astimezone(call.zone).date())} {instant(starts_at, call.zone)}"


def quorum(members: int) -> int:
    """Half of the members at least (CRPA R. 133-10)."""
    return (members + 1) // 2


def member(hat: Membership) -> dict[str, str]:
    return {"name": hat.user.full_name, "quality": hat.job_title, "organisation": str(hat.organisation)}


def fiches(applications: Iterable[Application]) -> list[dict[str, Any]]:
    """In the order of regions, each with who presents it; a declared tie keeps its rapporteur away (R. 133-12)."""
    chosen = sorted(applications, key=lambda fiche: plain(fiche.project.region.name))
    heard: dict[int, list[str]] = {}
    live = Assignment.objects.live().filter(application__in=[fiche.pk for fiche in chosen]).exclude(has_conflict=True)
    for one in live.select_related("rapporteur__user").order_by("party"):
        heard.setdefault(one.application_id, []).append(one.rapporteur.user.full_name)
    return [
        {
            "region": fiche.project.region.name,
            "title": fiche.project.title,
            "number": fiche.in_force.number,
            "rapporteurs": heard.get(fiche.pk, []),
        }
        for fiche in chosen
    ]
