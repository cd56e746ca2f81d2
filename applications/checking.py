"""Admissibility: whether a deposited fiche may be examined."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from applications.enums import ApplicationState
from applications.fiche_edit import locked
from applications.mailing import path_of
from applications.models import Application
from applications.moments import CHECKED
from applications.permissions import may_check
from core.states import ensure_turn, move
from core.verdicts import Refused, ensure
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
    """Declare a deposited fiche admissible, or not with the reason that the pair will read."""
    now = now or timezone.now()
    fiche = locked(application)
    target = ApplicationState.ADMISSIBLE if admissible else ApplicationState.INADMISSIBLE
    ensure_turn(fiche, target)
    ensure(may_check(by, fiche))
    if admissible and not findings.sound:
        raise Refused("Une fiche n'est recevable que si les quatre points sont vérifiés.")
    if not admissible and not reason.strip():
        raise Refused("Une irrecevabilité se motive : dites au binôme ce qui manque.")
    move(fiche, target)
    fiche.checked_at, fiche.checked_by = now, by
    fiche.check_reason = "" if admissible else reason
    fiche.save(update_fields=["state", "checked_at", "checked_by", "check_reason"])
    _tell_pair(fiche, now)
    journal.record(
        "applications.admit" if admissible else "applications.reject",
        fiche,
        by=by,
        summary="Fiche déclarée recevable" if admissible else f"Fiche déclarée irrecevable : {reason}",
        data={"findings": vars(findings), "reason": fiche.check_reason},
        now=now,
    )
    return fiche


def _tell_pair(fiche: Application, now: datetime) -> None:
    project = fiche.project
    if fiche.state == ApplicationState.ADMISSIBLE:
        verdict = "est recevable : elle sera examinée par la commission nationale."
    else:
        verdict = f"est irrecevable et ne sera pas examinée.\nMotif : {fiche.check_reason}"
    mail = Mail(
        project.mail_about,
        f"fiche {fiche.get_state_display()}",
        f"La fiche « {project.title} », déposée pour l'appel « {project.call.title} », {verdict}",
        path_of(fiche),
    )
    tell(CHECKED, addresses_of([project.ars, project.aract], now=now), mail, key=f"checked:{fiche.pk}")
