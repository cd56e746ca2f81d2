"""Publishing a regional call inside the national calendar, and postponing its closing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from acts.appeals import court_of, missing
from acts.authors import service_of
from calls.answerable import faults
from calls.enums import Vocabulary
from calls.models import Questionnaire, Term
from core.verdicts import OutOfTurn, Refused
from core.wording import deadline, instant
from records import journal
from regional_calls.calendar import phase
from regional_calls.enums import RegionalPhase
from regional_calls.models import RegionalCall
from regional_calls.preparing import locked_to_edit, locked_to_run
from regional_calls.retaining import is_running
from regional_calls.telling import tell_postponement

# What a structure says of its digital project, beside the questionnaire.
PROJECT_LISTS = (Vocabulary.NATURE, Vocabulary.MATURITY)


@dataclass(frozen=True)
class PublicationGap:
    """Something that a publication still needs, and the block of the page where to put it right."""

    text: str
    block: str


def gaps(call: RegionalCall, at: datetime) -> list[PublicationGap]:
    """All that prevents the publication, at once."""
    return [*date_gaps(call, at), *content_gaps(call), *questionnaire_gaps(call), *receipt_gaps(call)]


def date_gaps(call: RegionalCall, at: datetime) -> Iterator[PublicationGap]:
    national = call.project.call
    if call.closes_at <= at:
        yield PublicationGap("La clôture est déjà passée : choisissez une date à venir.", "texte")
    if national.published_at is None or call.opens_at < national.opens_at:
        opening = instant(national.opens_at, call.zone)
        yield PublicationGap(f"L'appel régional s'ouvre après l'appel national, qui ouvre le {opening}.", "texte")
    refusal = late(call, call.closes_at, at)
    if refusal:
        yield PublicationGap(refusal, "texte")


def late(call: RegionalCall, closes_at: datetime, at: datetime) -> str:
    """Why a closing comes too late: before the decision, the fiche must still have time to name its structures.

    A retained project looks for structures as long as it runs (X4: a region opened its call after the closing).
    """
    national = call.project.call
    if closes_at <= national.closes_at or is_running(call.project, at):
        return ""
    return (
        f"La clôture régionale précède celle de l'appel national, le {deadline(national.closes_at, call.zone)}, "
        "tant que le projet n'est pas retenu."
    )


def content_gaps(call: RegionalCall) -> Iterator[PublicationGap]:
    if not call.themes.exists():
        yield PublicationGap("Choisissez au moins un thème, avec sa définition.", "themes")
    if not call.expectations.strip():
        yield PublicationGap(
            "Dites ce qui guidera vos choix : les structures doivent le savoir avant de répondre.", "texte"
        )


def questionnaire_gaps(call: RegionalCall) -> Iterator[PublicationGap]:
    """What no structure could answer; the platform's administration corrects it, not the pair."""
    found = [fault.text for fault in faults(call.questionnaire, tables=False, call=call.project.call_id)]
    filled = set(
        Term.objects.filter(vocabulary__in=PROJECT_LISTS)
        .offered_in(call.project.call_id)
        .values_list("vocabulary", flat=True)
    )
    found += [f"La liste « {name.label} » est vide." for name in PROJECT_LISTS if name not in filled]
    for fault in found:
        yield PublicationGap(f"{fault} L'équipe du portail est à prévenir.", "texte")


def receipt_gaps(call: RegionalCall) -> Iterator[PublicationGap]:
    """What the receipts of the structures must say of the ARS, and of the court of its seat."""
    project = call.project
    for lacking in [*service_of(project.ars).missing, *missing(court_of(project.region))]:
        yield PublicationGap(f"{lacking} L'équipe du portail est à prévenir.", "texte")


@transaction.atomic
def publish(call: RegionalCall, *, by: Membership, now: datetime | None = None) -> RegionalCall:
    """Make the call public and freeze its questionnaire; an opening typed in the past takes place now."""
    now = now or timezone.now()
    call = locked_to_edit(call, by)
    missing = gaps(call, now)
    if missing:
        raise Refused("L'appel n'est pas prêt. " + " ".join(gap.text for gap in missing))
    Questionnaire.objects.filter(pk=call.questionnaire_id, frozen_at=None).update(frozen_at=now)
    call.published_at = now
    call.opens_at = max(call.opens_at, now)
    call.save(update_fields=["published_at", "opens_at"])
    journal.record(
        "regional_calls.publish",
        call,
        by=by,
        summary=f"Appel régional « {call} » publié.",
        data={
            "opens_at": call.opens_at,
            "closes_at": call.closes_at,
            "themes": list(call.themes.values_list("label", flat=True)),
            "questionnaire": str(call.questionnaire),
        },
        now=now,
    )
    return call


def ensure_postponable(call: RegionalCall, at: datetime) -> None:
    if phase(call, at) not in {RegionalPhase.ANNOUNCED, RegionalPhase.OPEN}:
        raise OutOfTurn("La clôture se reporte tant que l'appel, publié, n'est pas fermé.")


@transaction.atomic
def postpone(
    call: RegionalCall, *, closes_at: datetime, reason: str, by: Membership, now: datetime | None = None
) -> RegionalCall:
    """Move the closing later, in public. A call that has closed stays closed: its expressions are being sorted."""
    now = now or timezone.now()
    call = locked_to_run(call, by)
    ensure_postponable(call, now)
    if closes_at <= call.closes_at:
        raise Refused(f"La nouvelle clôture doit suivre l'actuelle, le {deadline(call.closes_at, call.zone)}.")
    refusal = late(call, closes_at, now)
    if refusal:
        raise Refused(refusal)
    before = call.closes_at
    call.closed_before = call.closed_before or before
    call.closes_at, call.postponement_reason = closes_at, reason
    call.save(update_fields=["closed_before", "closes_at", "postponement_reason"])
    journal.record(
        "regional_calls.postpone",
        call,
        by=by,
        summary=f"Clôture de l'appel régional reportée au {deadline(closes_at, call.zone)} : {reason}",
        data={"before": before, "after": closes_at, "reason": reason},
        now=now,
    )
    tell_postponement(call, before, now)
    return call
