"""Giving each admissible fiche to one rapporteur of DGOS and one of Anact (R46)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.mailing import Mail, tell
from accounts.models import Membership
from applications.enums import ApplicationState
from applications.fiche_edit import locked
from applications.models import Application, Guest
from calls.models import Call
from commission.approving import party_of
from commission.enums import NationalParty
from commission.locks import ensure_examined, hold
from commission.models import Assignment
from commission.moments import ASSIGNED, UNASSIGNED
from commission.permissions import may_assign
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import day
from directory.models import plain
from records import journal


def rapporteurs() -> list[Membership]:
    """Those who may be given a fiche today."""
    hats = Membership.objects.current().filter(role=Role.RAPPORTEUR).select_related("user", "organisation")
    return [hat for hat in hats.order_by("organisation__name", "job_title", "pk") if party_of(hat) is not None]


def fiches_to_assign(call: Call) -> list[Application]:
    """The admissible fiches of a call, which never has more than one a region, by name of region."""
    fiches = Application.objects.filter(project__call=call, state=ApplicationState.ADMISSIBLE).with_parties()
    fiches = fiches.select_related("decision")
    return sorted(fiches, key=lambda fiche: plain(fiche.project.region.name))


def loads(call: Call) -> Counter[int]:
    """How many fiches of the call each rapporteur has, conflicts apart."""
    live = Assignment.objects.of_call(call).live().exclude(has_conflict=True)
    return Counter(live.values_list("rapporteur_id", flat=True))


def conflicts(call: Call) -> set[tuple[int, int]]:
    """(fiche, rapporteur) pairs kept apart for good, whichever hat: by a declared conflict, or an invitation on it."""
    declared = Assignment.objects.of_call(call).filter(has_conflict=True)
    found = set(declared.values_list("application_id", "rapporteur__user__memberships"))
    invited = Guest.objects.filter(application__project__call=call)
    for worn in ("hat", "invitation__accepted_as"):
        found |= set(invited.exclude(**{worn: None}).values_list("application_id", f"{worn}__user__memberships"))
    return found


@dataclass(frozen=True)
class Balancing:
    """What a balanced proposal starts from."""

    fiches: Iterable[int]
    rapporteurs: Iterable[Membership]
    given: Mapping[tuple[int, NationalParty], int]
    loads: Mapping[int, int]
    conflicts: set[tuple[int, int]]


def balanced(start: Balancing) -> dict[tuple[int, NationalParty], int]:
    """A rapporteur for each place left empty: the least loaded who declared no conflict, equal loads in order.

    Places already given are left as they are. A place for which nobody is free stays empty.
    """
    load = Counter(start.loads)
    by_party = {party: [hat.pk for hat in start.rapporteurs if party_of(hat) == party] for party in NationalParty}
    proposed = {}
    for fiche in start.fiches:
        for party in NationalParty:
            fit = [pk for pk in by_party[party] if (fiche, pk) not in start.conflicts]
            if (fiche, party) not in start.given and fit:
                chosen = min(fit, key=lambda pk: load[pk])
                load[chosen] += 1
                proposed[fiche, party] = chosen
    return proposed


@transaction.atomic
def assign(
    application: Application, rapporteur: Membership, *, reason: str = "", by: Membership, now: datetime | None = None
) -> Assignment:
    """Give a fiche to a rapporteur, who is told by mail; the one who had it for the same authority loses it.

    The former assignment stays as a trace. Once its review is submitted, taking it away wants a reason.
    """
    now = now or timezone.now()
    fiche = locked(application)
    ensure_examined(fiche)
    ensure(may_assign(by, fiche))
    party = party_of(rapporteur)
    if party is None or rapporteur.role != Role.RAPPORTEUR or not _current(rapporteur, now):
        raise Refused("Cette personne n'est pas rapporteur de la DGOS ou de l'Anact.")
    former = Assignment.objects.live().filter(application=fiche, party=party).select_related("review").first()
    if former is not None and former.rapporteur_id == rapporteur.pk:
        return former
    _ensure_fit(rapporteur, fiche, party)
    if former is not None:
        _end(former, reason=reason, now=now)
        _tell_former(former, reason=reason)
    made = Assignment.objects.create(
        application=fiche, party=party, rapporteur=rapporteur, assigned_by=by, assigned_at=now
    )
    _tell(made)
    _put_on_record(made, former, reason=reason, by=by, now=now)
    return made


@transaction.atomic
def assign_all(
    choices: Iterable[tuple[Application, Membership, str]], *, by: Membership, now: datetime | None = None
) -> list[Assignment]:
    """Apply the choices (fiche, rapporteur, reason) of a page, all or none; returns those that changed something."""
    now, choices = now or timezone.now(), list(choices)
    hold(fiche for fiche, *_ in choices)
    made = [assign(fiche, rapporteur, reason=reason, by=by, now=now) for fiche, rapporteur, reason in choices]
    return [assignment for assignment in made if assignment.assigned_at == now]


def _current(hat: Membership, now: datetime) -> bool:
    return Membership.objects.current(timezone.localdate(now)).filter(pk=hat.pk).exists()


def _ensure_fit(rapporteur: Membership, fiche: Application, party: NationalParty) -> None:
    """The same person neither comes back under another hat after a conflict, nor reads a fiche for both authorities."""
    theirs = Assignment.objects.filter(application=fiche, rapporteur__user=rapporteur.user_id)
    if theirs.filter(has_conflict=True).exists():
        raise Refused(
            f"{rapporteur.subject} a déclaré un lien d'intérêt avec le projet de la région {fiche.project.region}."
        )
    if Guest.objects.of_person(rapporteur.user).filter(application=fiche).exists():
        raise Refused(
            f"{rapporteur.subject} était sur invitation sur la fiche de la région {fiche.project.region} : qui y a "
            "pris part ne la note pas."
        )
    if theirs.live().exclude(party=party).exists():
        raise Refused(f"{rapporteur.subject} examine déjà cette fiche pour l'autre autorité : il faut deux personnes.")


def _end(former: Assignment, *, reason: str, now: datetime) -> None:
    region = former.application.project.region
    if former.done and not reason.strip():
        raise OutOfTurn(
            f"{former.rapporteur.subject} a déjà remis son évaluation de la fiche de la région {region} : "
            "dites pourquoi elle lui est retirée."
        )
    former.ended_at = now
    former.save(update_fields=["ended_at"])


def _put_on_record(made: Assignment, former: Assignment | None, *, reason: str, by: Membership, now: datetime) -> None:
    region = made.application.project.region
    if former is not None:
        journal.record(
            "commission.unassign",
            former,
            by=by,
            summary=f"Fiche de la région {region} retirée à {former.rapporteur}" + (f" : {reason}" if reason else ""),
            data={"reason": reason, "review_submitted": former.done},
            now=now,
        )
    journal.record(
        "commission.assign",
        made,
        by=by,
        summary=f"Fiche de la région {region} confiée à {made.rapporteur}",
        data={"party": made.party, "rapporteur": made.rapporteur_id},
        now=now,
    )


def _tell_former(former: Assignment, *, reason: str) -> None:
    """Who declared a tie knows that the fiche is not theirs any more."""
    if former.has_conflict:
        return
    project = former.application.project
    mail = Mail(
        project.mail_about,
        "une fiche ne vous est plus confiée",
        f"Vous n'évaluez plus la fiche « {project.title} » : le secrétariat l'a confiée à une autre personne.",
        reverse("commission:reviews"),
        [f"Motif : {reason}" if reason else ""],
        reply_to=former.assigned_by.user.email,
    )
    tell(UNASSIGNED, [former.rapporteur.user.email], mail, key=f"unassignment:{former.pk}")


def _tell(assignment: Assignment) -> None:
    project = assignment.application.project
    before = f" avant la commission du {day(project.call.commission_on)}" if project.call.commission_on else ""
    mail = Mail(
        project.mail_about,
        "une fiche vous est confiée",
        "Déclarez d'abord si un lien d'intérêt vous lie à ce projet, puis évaluez la fiche.",
        reverse("commission:declare", args=[assignment.pk]),
        [
            f"Le secrétariat de la commission vous confie la fiche « {project.title} ».",
            f"Votre évaluation est attendue{before}.",
        ],
        reply_to=assignment.assigned_by.user.email,
    )
    tell(ASSIGNED, [assignment.rapporteur.user.email], mail, key=f"assignment:{assignment.pk}")
