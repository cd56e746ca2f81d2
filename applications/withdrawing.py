"""Giving up a project."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.enums import NATIONAL_KINDS, Role
from accounts.models import Membership
from applications.enums import ApplicationState
from applications.fiche_edit import locked
from applications.mailing import CLOSING, address_of, tell
from applications.models import Application
from applications.permissions import may_withdraw
from core.states import ensure_turn, move
from core.verdicts import OutOfTurn, ensure
from records import journal, outbox


def decided(application: Application) -> bool:
    """A decision is at least proposed; what it says is not the pair's to know before the letter."""
    return Application.objects.filter(pk=application.pk, decision__isnull=False).exists()


def ensure_undecided(application: Application) -> None:
    if decided(application):
        raise OutOfTurn(
            "La commission achève l'examen de cette fiche : elle ne se retire plus ici. Écrivez à son secrétariat."
        )


@transaction.atomic
def withdraw(application: Application, *, reason: str = "", by: Membership, now: datetime | None = None) -> Application:
    """Withdraw the fiche, until a decision is proposed; what was written and deposited stays on record."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure_turn(fiche, ApplicationState.WITHDRAWN)
    ensure(may_withdraw(by, fiche))
    ensure_undecided(fiche)
    was_deposited = fiche.state != ApplicationState.DRAFT
    move(fiche, ApplicationState.WITHDRAWN)
    fiche.save(update_fields=["state"])
    project = fiche.project
    subject = f"{project.region} : la fiche projet est retirée"
    body = (
        f"{by} a retiré la fiche « {project.title} » de l'appel « {project.call.title} »."
        + (f"\nMotif : {reason}" if reason else "")
        + f"\n{address_of(fiche)}"
    )
    tell([project.ars, project.aract], key=f"withdrawn:{fiche.pk}", subject=subject, body=body, but=by, now=now)
    if was_deposited:
        _tell_secretaries(f"withdrawn-secretary:{fiche.pk}", subject, body, now)
    summary = f"Fiche retirée{f' : {reason}' if reason else ''}"
    journal.record("applications.withdraw", fiche, by=by, summary=summary, data={"reason": reason}, now=now)
    return fiche


def _tell_secretaries(key: str, subject: str, body: str, now: datetime) -> None:
    secretaries = Membership.objects.current(timezone.localdate(now)).of(*NATIONAL_KINDS).filter(role=Role.SECRETARY)
    for to in sorted(set(secretaries.values_list("user__email", flat=True))):
        outbox.write(f"{key}:{to}", to=to, subject=subject, body=body + CLOSING)
