"""Depositing the signed fiche: once before the call closes, and again by each correction that the secretary opened."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from applications.content import fiche_content
from applications.correcting import ensure_undecided
from applications.enums import ApplicationState, CorrectionEnd, Party
from applications.fiche_edit import locked
from applications.mailing import secretaries
from applications.models import Application, Deposit
from applications.moments import CORRECTED
from applications.permissions import may_deposit, party_of
from applications.signing import ensure_complete, live_signatures
from applications.window import Window, window
from core.states import ensure_turn, move
from core.verdicts import NotAllowed, OutOfTurn, Refused, ensure
from core.wording import deadline, listed, plural
from records import journal, numbering
from records.jobs import enqueue
from regions.models import RegionalProject

# What higher rooms do when a fiche is deposited again: what each does with the deposit, within the deed.
deposited_again: list[Callable[[Deposit], None]] = []


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
    former, correction = fiche.deposit, fiche.correction
    if former is not None and correction is None and fiche.state != ApplicationState.WITHDRAWN:
        return former
    if correction is None:
        ensure_turn(fiche, ApplicationState.DEPOSITED)
    ensure(may_deposit(by, fiche))
    opening = _in_time(fiche, now)
    ensure_complete(fiche)
    made = Deposit(application=fiche, received_at=now, deposited_by=by, late=opening.late)
    made.seal(fiche_content(fiche))
    _ensure_signed(fiche, made.sha256)
    if former is not None:
        ensure_undecided(fiche)
        made.rank, made.number = former.rank + 1, f"{_stem(former)}-{former.rank + 1}"
    else:
        made.number = _number(fiche.project, now)
    made.save()
    fiche.signatures.live().update(deposit=made)
    if correction is not None:
        correction.ended_at, correction.ended_by = now, by
        correction.end, correction.deposit = CorrectionEnd.DEPOSITED, made
        correction.save(update_fields=["ended_at", "ended_by", "end", "deposit"])
    else:
        move(fiche, ApplicationState.DEPOSITED)
    fiche.deposit = made
    fiche.save(update_fields=["state", "deposit"])
    if correction is not None:
        _tell_corrected(made, now)
    _put_on_record(made, by=by, now=now)
    return made


def _stem(former: Deposit) -> str:
    """The number of the first deposit, which the next ones continue: «ACIA-2026-2-IDF-003-2»."""
    return former.number if former.rank == 1 else former.number.rpartition("-")[0]


def _tell_corrected(made: Deposit, now: datetime) -> None:
    """The secretaries at once; who has the fiche to judge is told by the room that gave it (`deposited_again`)."""
    project = made.application.project
    mail = Mail(
        project.mail_about,
        f"fiche corrigée, déposée sous le numéro {made.number}",
        f"Lisez ce qui a changé dans la fiche « {project.title} » depuis le dépôt précédent.",
        reverse("applications:compare_deposits", args=[made.application_id, made.rank]),
        reply_to=made.deposited_by.user.email,
    )
    tell(CORRECTED, secretaries(now), mail, key=f"corrected:{made.pk}")
    for follow in deposited_again:
        follow(made)


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
        data={"number": made.number, "sha256": made.sha256, "rank": made.rank, "late": made.late_id},
        now=now,
    )


def _in_time(fiche: Application, now: datetime) -> Window:
    opening = window(fiche, now)
    if not opening.open and now >= opening.closes_at:
        closing = deadline(opening.closes_at, fiche.project.call.zone, there=fiche.project.region)
        raise OutOfTurn(
            f"Le dépôt était possible jusqu'au {closing} : votre demande est arrivée trop tard. "
            "La fiche reste enregistrée telle quelle."
        )
    ensure(opening.open)
    return opening


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
    stem = f"{call.acronym}-{now.astimezone(call.zone).year}-{call.number}"
    return f"{stem}-{region}-{numbering.next_number(f'deposit:{stem}'):03d}"
