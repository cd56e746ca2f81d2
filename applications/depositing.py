"""Depositing the signed fiche, once, before the call closes."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from applications.content import fiche_content
from applications.enums import ApplicationState, Party
from applications.fiche_edit import is_open, locked
from applications.models import Application, Deposit
from applications.permissions import may_deposit, party_of
from applications.signing import ensure_complete, live_signatures
from calls.calendar import phase
from calls.enums import CallPhase
from core.states import ensure_turn, move
from core.verdicts import NotAllowed, OutOfTurn, Refused, ensure
from core.wording import deadline, listed, plural
from records import journal, numbering
from records.jobs import enqueue
from regions.models import RegionalProject


@transaction.atomic
def deposit(application: Application, *, by: Membership, now: datetime | None = None) -> Deposit:
    """Deposit the fiche as it is signed; `now` is when the server received the request.

    Safe to ask twice: a double click or a second person gets the deposit that exists. The papers (fiche and receipt
    in PDF) are made afterwards by a job, so that no failing PDF loses a deposit.
    """
    now = now or timezone.now()
    fiche = locked(application)
    if party_of(by, fiche.project) != Party.ARS:
        raise NotAllowed("Le dépôt revient à l'ARS, qui porte le projet.")
    existing = Deposit.objects.filter(application=fiche).first()
    if existing is not None and fiche.state != ApplicationState.WITHDRAWN:
        return existing
    ensure_turn(fiche, ApplicationState.DEPOSITED)
    ensure(may_deposit(by, fiche))
    _ensure_in_time(fiche.project, now)
    ensure_complete(fiche)
    made = Deposit(application=fiche, received_at=now, deposited_by=by)
    made.seal(fiche_content(fiche))
    _ensure_signed(fiche, made.sha256)
    made.number = _number(fiche.project, now)
    made.save()
    move(fiche, ApplicationState.DEPOSITED)
    fiche.save(update_fields=["state"])
    _put_on_record(made, by=by, now=now)
    return made


def _put_on_record(made: Deposit, *, by: Membership, now: datetime) -> None:
    """Have the papers of the deposit made, and journal it."""
    enqueue(
        "applications.produce_deposit_papers",
        label=f"Accusé de réception et PDF de la fiche {made.number}",
        arguments={"deposit_id": made.pk},
        total=2,
        by=by,
        back_url=reverse("applications:application", args=[made.application_id]),
    )
    journal.record(
        "applications.deposit",
        made.application,
        by=by,
        summary=f"Fiche déposée sous le numéro {made.number}",
        data={"number": made.number, "sha256": made.sha256},
        now=now,
    )


def _ensure_in_time(project: RegionalProject, now: datetime) -> None:
    call = project.call
    if phase(call, now) in {CallPhase.EXAMINATION, CallPhase.CONCLUDED}:
        closing = deadline(call.closes_at, call.zone)
        raise OutOfTurn(
            f"Le dépôt était possible jusqu'au {closing} : votre demande est arrivée trop tard. "
            "La fiche reste enregistrée telle quelle."
        )
    ensure(is_open(call, now))


def _ensure_signed(fiche: Application, sha256: str) -> None:
    signatures = live_signatures(fiche)
    unsigned = [
        f"de l'{party.label}" for party in Party if party not in signatures or signatures[party].content_hash != sha256
    ]
    if unsigned:
        missing = plural(len(unsigned), "la signature", "les signatures")
        raise Refused(f"Il manque {missing} {listed(unsigned)} sur le contenu actuel de la fiche.")


def _number(project: RegionalProject, now: datetime) -> str:
    """«ACIA-2026-2-IDF-003»; two calls of a year may bear the same number, and then share one sequence."""
    call = project.call
    region = "".join(c for c in project.region.short_name.upper() if c.isalnum())
    stem = f"ACIA-{now.astimezone(call.zone).year}-{call.number}"
    return f"{stem}-{region}-{numbering.next_number(f'deposit:{stem}'):03d}"
