"""Late or priority deposit: a code made by the secretary, entered by the pair, for one fiche at a time (case 44)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Region
from applications.fiche_edit import locked
from applications.models import Application, LateAccess, LateEntry
from applications.permissions import may_enter_late_code, may_give_late_access
from applications.window import is_open
from calls.calendar import phase
from calls.enums import CallPhase
from calls.models import Call
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, deadline
from records import journal

# Without letters and digits that are taken for one another; fifty bits.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 10
LONGEST = timedelta(days=60)
UNKNOWN = (
    "Ce code n'ouvre pas cette fiche : il est mal recopié, expiré, révoqué, épuisé, ou prévu pour une autre région."
)


def digest(code: str) -> str:
    """Of the code as it is read aloud: capitals, dashes and spaces do not count."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def ensure_bounded(call: Call, uses: int, expires_at: datetime, reason: str, now: datetime) -> None:
    """An exception is for some fiches, for a time, and says why."""
    if phase(call, now) == CallPhase.CONCLUDED:
        raise OutOfTurn("L'appel est terminé : aucune fiche ne s'y dépose plus.")
    if expires_at <= max(now, call.closes_at):
        raise Refused("Le code sert après la clôture : choisissez un instant à venir, après elle.", at="expires_at")
    if expires_at - max(now, call.closes_at) > LONGEST:
        raise Refused(f"Un code vaut au plus {counted(LONGEST.days, 'jour')} après la clôture.", at="expires_at")
    if not 1 <= uses <= LateAccess.MOST_USES:
        raise Refused(f"Un code sert de 1 à {LateAccess.MOST_USES} fois.", at="uses")
    if not reason.strip():
        raise Refused("Une exception se motive : l'accusé de réception et la commission le liront.", at="reason")


@transaction.atomic
def give_late_access(
    call: Call,
    *,
    region: Region | None,
    uses: int,
    expires_at: datetime,
    reason: str,
    by: Membership,
    now: datetime | None = None,
) -> tuple[LateAccess, str]:
    """The access and its code, which nothing shows again."""
    now = now or timezone.now()
    ensure(may_give_late_access(by, call))
    ensure_bounded(call, uses, expires_at, reason, now)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    access = LateAccess.objects.create(
        call=call,
        region=region,
        uses=uses,
        reason=reason,
        expires_at=expires_at,
        code_digest=digest(code),
        made_by=by,
        made_at=now,
    )
    where = f" pour {region}" if region else ""
    journal.record(
        "applications.give_late_access",
        call,
        by=by,
        summary=f"Code d'accès tardif créé{where}, jusqu'au {deadline(expires_at, call.zone)} : {reason}"[:300],
        data={"access": access.pk, "region": str(region or ""), "uses": uses, "expires_at": expires_at},
        now=now,
    )
    return access, f"{code[:5]}-{code[5:]}"


@transaction.atomic
def revoke_late_access(access: LateAccess, *, by: Membership, now: datetime | None = None) -> LateAccess:
    """Close the code and the fiches that it opened; what was deposited by it stays deposited."""
    now = now or timezone.now()
    held = LateAccess.objects.select_for_update(of=("self",)).select_related("call").get(pk=access.pk)
    ensure(may_give_late_access(by, held.call))
    if held.revoked_at is not None:
        return held
    held.revoked_at, held.revoked_by = now, by
    held.save(update_fields=["revoked_at", "revoked_by"])
    journal.record(
        "applications.revoke_late_access",
        held.call,
        by=by,
        summary="Code d'accès tardif révoqué",
        data={"access": held.pk, "fiches": list(held.entries.values_list("application", flat=True))},
        now=now,
    )
    return held


@transaction.atomic
def enter_code(application: Application, *, code: str, by: Membership, now: datetime | None = None) -> LateEntry:
    """Open this fiche by a code until it expires. Whatever is wrong with a code is said in the same words."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_enter_late_code(by, fiche))
    call = fiche.project.call
    if is_open(fiche, now):
        raise OutOfTurn("La fiche est déjà ouverte : elle n'a pas besoin de code.")
    if phase(call, now) != CallPhase.EXAMINATION:
        raise OutOfTurn("L'appel n'a pas fermé, ou est terminé : aucun code n'y sert.")
    access = LateAccess.objects.select_for_update(of=("self",)).filter(call=call, code_digest=digest(code)).first()
    if access is None or not access.is_live(now) or access.region_id not in {None, fiche.project.region_id}:
        raise Refused(UNKNOWN, at="code")
    known = access.entries.filter(application=fiche).first()
    if known is not None:
        return known
    if access.entries.count() >= access.uses:
        raise Refused(UNKNOWN, at="code")
    entry = LateEntry.objects.create(access=access, application=fiche, entered_by=by, entered_at=now)
    journal.record(
        "applications.enter_late_code",
        fiche,
        by=by,
        summary=f"Fiche ouverte par exception jusqu'au {deadline(access.expires_at, call.zone)}",
        data={"access": access.pk},
        now=now,
    )
    return entry
