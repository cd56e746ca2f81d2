"""Admissibility: whether a deposited fiche may be examined."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from applications.enums import ApplicationState
from applications.fiche_edit import locked
from applications.mailing import dgos_signatories, path_of
from applications.models import Application, Inadmissibility
from applications.moments import CHECKED, INADMISSIBILITY_PROPOSED
from applications.permissions import may_check
from applications.pieces import ensure_asked
from core.states import ensure_turn, move
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, deadline
from records import journal


@dataclass(frozen=True)
class Findings:
    """The four points that admissibility rests on, as the secretary found them."""

    complete: bool
    in_time: bool
    region: bool
    scope: bool

    @property
    def sound(self) -> bool:
        return self.complete and self.in_time and self.region and self.scope


@transaction.atomic
def check(
    application: Application,
    *,
    admissible: bool,
    findings: Findings,
    reason: str = "",
    by: Membership,
    now: datetime | None = None,
) -> Application:
    """Declare a deposited fiche admissible, or propose that DGOS declare it inadmissible.

    The secretary may conclude otherwise until the proposal is signed: the last conclusion stands.
    """
    now = now or timezone.now()
    fiche = locked(application)
    ensure_turn(fiche, ApplicationState.ADMISSIBLE)
    ensure(may_check(by, fiche))
    if fiche.correction is not None:
        until = deadline(fiche.correction.closes_at, fiche.project.call.zone)
        raise OutOfTurn(f"Le binôme corrige la fiche jusqu'au {until} : concluez après, ou mettez fin à la correction.")
    if admissible:
        admit(fiche, findings, by=by, now=now)
    else:
        propose_inadmissibility(fiche, findings, reason, by=by, now=now)
    return fiche


def admit(fiche: Application, findings: Findings, *, by: Membership, now: datetime) -> None:
    if not findings.sound:
        raise Refused("Une fiche n'est recevable que si les quatre points sont vérifiés.")
    fiche.inadmissibilities.filter(act=None).delete()
    move(fiche, ApplicationState.ADMISSIBLE)
    fiche.checked_at, fiche.checked_by = now, by
    fiche.save(update_fields=["state", "checked_at", "checked_by"])
    project = fiche.project
    mail = Mail(
        project.mail_about,
        "la fiche projet est recevable",
        f"La fiche « {project.title} » est recevable : elle sera examinée par la commission nationale.",
        path_of(fiche),
        [f"Appel : {project.call.title}."],
        reply_to=by.user.email,
    )
    tell(CHECKED, addresses_of([project.ars, project.aract], now=now), mail, key=f"checked:{fiche.pk}")
    journal.record(
        "applications.admit",
        fiche,
        by=by,
        summary="Fiche déclarée recevable",
        data={"findings": vars(findings)},
        now=now,
    )


def propose_inadmissibility(
    fiche: Application, findings: Findings, reason: str, *, by: Membership, now: datetime
) -> None:
    """Nothing is decided, nor said to the pair, before the signature."""
    if findings.sound:
        raise Refused("Les quatre points sont vérifiés : dites lequel manque, ou concluez que la fiche est recevable.")
    if not reason.strip():
        raise Refused("Une irrecevabilité se motive : dites au binôme ce qui manque.")
    if not findings.complete:
        ensure_asked(fiche, now.astimezone(PARIS).date())
    waiting = fiche.inadmissibilities.proposed().filter(findings=vars(findings), reason=reason).exists()
    proposal, _ = Inadmissibility.objects.update_or_create(
        application=fiche,
        act=None,
        defaults={
            "findings": vars(findings),
            "reason": reason,
            "proposed_by": by,
            "proposed_at": now,
            "returned_at": None,
            "return_reason": "",
        },
    )
    if not waiting:
        ask_to_sign(proposal, by=by, now=now)
    # The pair reads the deeds of its fiche; a proposal is not its to know.
    journal.record(
        "commission.propose_inadmissibility",
        fiche,
        by=by,
        summary="Irrecevabilité proposée à la signature",
        data={"findings": vars(findings), "reason": reason},
        now=now,
    )


def ask_to_sign(proposal: Inadmissibility, *, by: Membership, now: datetime) -> None:
    """Again for each proposal that says something else."""
    fiche = proposal.application
    mail = Mail(
        fiche.project.mail_about,
        "une irrecevabilité à signer",
        "Lisez le projet de décision, puis signez-le ou renvoyez-le au secrétariat.",
        reverse("applications:declare_inadmissible", args=[fiche.pk]),
        [f"Fiche « {fiche.project.title} ».", f"Motif proposé : {proposal.reason}"],
        reply_to=by.user.email,
    )
    key = f"inadmissibility-proposed:{proposal.pk}:{now:%Y%m%d%H%M%S%f}"
    tell(INADMISSIBILITY_PROPOSED, dgos_signatories(now), mail, key=key)
