"""Convening the commission: its act, what replaces it when something changes, what calls the meeting off."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.enums import NATIONAL_KINDS, Role
from accounts.models import Membership
from acts import issuing
from acts.models import Act
from applications.enums import ApplicationState
from applications.models import Application
from calls.calendar import local_day
from calls.models import Call
from commission.convening_letters import ConveningFacts, calling_off_of, convening_of, said
from commission.convening_posting import post_later
from commission.models import Convening
from commission.permissions import may_convene
from core.alphabetical import Alphabetical
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, day
from records import journal

SEATS = (Role.PRESIDENT, Role.RAPPORTEUR)
# What a meeting and its row both hold, and what makes a convening another.
FACTS = ("starts_at", "place", "remote_link", "points", "reviews_by", "without_quorum")


def members_on(now: datetime) -> list[Membership]:
    """Who sits in the commission: its president and its rapporteurs."""
    hats = Membership.objects.current(timezone.localdate(now)).of(*NATIONAL_KINDS).filter(role__in=SEATS)
    return list(hats.select_related("user", "organisation").order_by("role", Alphabetical("user__full_name"), "pk"))


def fiches_to_hear(call: Call) -> list[Application]:
    """The admissible fiches of a call that no decision has been made known on."""
    found = Application.objects.filter(project__call=call, state=ApplicationState.ADMISSIBLE, outcome="")
    return list(found.select_related("project__region", "deposit").order_by("project__region__slug"))


def standing(call: Call, now: datetime) -> Convening | None:
    """The meeting ahead, if there is one."""
    return call.convenings.coming(now).with_acts().order_by("pk").last()


def last_held(call: Call, now: datetime) -> Convening | None:
    return call.convenings.standing().filter(starts_at__lte=now).order_by("starts_at").last()


@transaction.atomic
def convene(call: Call, facts: ConveningFacts, *, by: Membership, now: datetime | None = None) -> Convening:
    """Call the members together; while a meeting is ahead, the act replaces the one that convened it.

    The call's calendar takes the day of the meeting.
    """
    now = now or timezone.now()
    ensure(may_convene(by))
    locked = Call.objects.select_for_update().get(pk=call.pk)
    former = standing(locked, now)
    ensure_convenable(locked, facts, now)
    ensure_other(facts, former)
    if not is_late(locked, facts, now):
        facts = replace(facts, urgency="")
    replaced = former.act if former else None
    act = issuing.issue(convening_of(locked, facts, replaced, by=by, at=now), now=now, replaces=replaced)
    made = written(locked, facts, act)
    locked.commission_on = made.on
    locked.save(update_fields=["commission_on"])
    post_later(made, act, by=by)
    journal.record(
        "commission.convene",
        locked,
        by=by,
        summary=f"Commission convoquée le {said(made.starts_at, locked)} ({act})",
        data={"number": act.number, "members": len(facts.members), "replaces": replaced.number if replaced else ""},
        now=now,
    )
    return made


def written(call: Call, facts: ConveningFacts, act: Act) -> Convening:
    kept = {name: getattr(facts, name) for name in FACTS}
    made = Convening.objects.create(call=call, act=act, urgency=facts.urgency, **kept)
    made.members.set(facts.members)
    made.fiches.set(facts.fiches)
    return made


def ensure_convenable(call: Call, facts: ConveningFacts, now: datetime) -> None:
    """The rules of a convening; each refusal names its field."""
    ensure_under_way(call)
    if facts.starts_at <= now:
        raise Refused("Cette date est passée : donnez une date à venir.", at="starts_at")
    if facts.starts_at <= call.closes_at:
        raise Refused("La commission d'examen se tient après la clôture de l'appel.", at="starts_at")
    if not facts.place and not facts.remote_link:
        raise Refused("Indiquez un lieu ou un lien de visioconférence.", at="place")
    if not facts.fiches and not facts.points.strip():
        raise Refused("L'ordre du jour est vide : choisissez une fiche, ou ajoutez un point.", at="points")
    if facts.reviews_by > local_day(facts.starts_at, call):
        raise Refused("Les évaluations se remettent avant la réunion.", at="reviews_by")
    if is_late(call, facts, now) and not facts.urgency.strip():
        raise Refused(
            f"Les membres sont convoqués {counted(settings.CONVENING_DAYS, 'jour')} au moins avant la réunion : "
            f"choisissez une date à partir du {day(first_day(call, now))}, ou dites pourquoi il y a urgence.",
            at="urgency",
        )
    if facts.without_quorum:
        ensure_second(call, facts, now)


def ensure_under_way(call: Call) -> None:
    if call.concluded_at is not None:
        raise OutOfTurn("L'appel est terminé : la commission n'a plus rien à examiner.")


def first_day(call: Call, now: datetime) -> date:
    """Members are convened some days before the facts, unless urgency is stated (CRPA R. 133-8)."""
    return local_day(now, call) + timedelta(days=settings.CONVENING_DAYS)


def is_late(call: Call, facts: ConveningFacts, now: datetime) -> bool:
    return local_day(facts.starts_at, call) < first_day(call, now)


def ensure_second(call: Call, facts: ConveningFacts, now: datetime) -> None:
    """No quorum is asked of a meeting that takes up the agenda of one that had none (CRPA R. 133-10)."""
    former = last_held(call, now)
    if former is None:
        raise Refused("Aucune réunion ne s'est tenue : le quorum est exigé.", at="without_quorum")
    same = {fiche.pk for fiche in facts.fiches} == set(former.fiches.values_list("pk", flat=True))
    if not same or facts.points.split() != former.points.split():
        raise Refused(
            f"Sans quorum, l'ordre du jour reste celui de la convocation {former.act} : mêmes fiches, mêmes points.",
            at="without_quorum",
        )


def ensure_other(facts: ConveningFacts, former: Convening | None) -> None:
    """The same again writes to nobody."""
    if former is None:
        return
    same = all(getattr(former, name) == getattr(facts, name) for name in FACTS)
    for many, chosen in ((former.members, facts.members), (former.fiches, facts.fiches)):
        same = same and set(many.values_list("pk", flat=True)) == {row.pk for row in chosen}
    if same:
        raise Refused(f"Rien n'a changé : la convocation {former.act} vaut toujours.")


@transaction.atomic
def call_off(convening: Convening, *, reason: str, by: Membership, now: datetime | None = None) -> Convening:
    """Give a meeting up, by an act that replaces its convening; asked again, give what exists."""
    now = now or timezone.now()
    ensure(may_convene(by))
    Call.objects.select_for_update().get(pk=convening.call_id)
    found = Convening.objects.with_acts().get(pk=convening.pk)
    if found.calling_off is not None:
        return found
    ensure_ahead(found, now)
    if not reason.strip():
        raise Refused("Dites aux membres pourquoi la réunion est annulée.", at="reason")
    found.calling_off = issuing.issue(calling_off_of(found, reason=reason, by=by, at=now), now=now, replaces=found.act)
    found.save(update_fields=["calling_off"])
    post_later(found, found.calling_off, by=by)
    journal.record(
        "commission.call_off",
        found.call,
        by=by,
        summary=f"Réunion de la commission du {said(found.starts_at, found.call)} annulée : {reason}",
        data={"number": found.calling_off.number, "convening": found.act.number},
        now=now,
    )
    return found


def ensure_ahead(convening: Convening, now: datetime) -> None:
    if convening.calling_off_id is not None:
        raise OutOfTurn("Cette réunion est déjà annulée.")
    if convening.act.replaced_by_id is not None:
        raise OutOfTurn("Une autre convocation a remplacé celle-ci.")
    if convening.begun(now):
        raise OutOfTurn("La réunion a commencé : elle ne s'annule plus.")
