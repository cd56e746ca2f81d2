"""Giving up a project."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from applications.enums import ApplicationState, CorrectionEnd
from applications.fiche_edit import locked
from applications.mailing import path_of, secretaries
from applications.models import Application
from applications.moments import WITHDRAWN
from applications.permissions import may_withdraw
from core.states import ensure_turn, move
from core.verdicts import OutOfTurn, ensure
from records import journal


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
    fiche.inadmissibilities.proposed().delete()
    fiche.corrections.open().update(ended_at=now, ended_by=by, end=CorrectionEnd.GIVEN_UP)
    move(fiche, ApplicationState.WITHDRAWN)
    fiche.save(update_fields=["state"])
    project = fiche.project
    mail = Mail(
        project.mail_about,
        "la fiche projet est retirée",
        f"{by.subject} a retiré la fiche « {project.title} » de l'appel « {project.call.title} ».",
        path_of(fiche),
        [f"Motif : {reason}" if reason else ""],
        reply_to=by.user.email,
    )
    told = addresses_of([project.ars, project.aract], but=by, now=now)
    tell(WITHDRAWN, told | (secretaries(now) if was_deposited else set()), mail, key=f"withdrawn:{fiche.pk}")
    summary = f"Fiche retirée{f' : {reason}' if reason else ''}"
    journal.record("applications.withdraw", fiche, by=by, summary=summary, data={"reason": reason}, now=now)
    return fiche
