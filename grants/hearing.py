"""Hearing a beneficiary before money is asked back (CRPA L. 121-1 and L. 122-1; CE, 4 October 2021, n° 438695)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail
from accounts.models import Membership
from acts import issuing
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import day, euros
from grants import letters
from grants.beneficiaries import ensure_identified
from grants.enums import AgreementState, RecoveryGround
from grants.guards import reread
from grants.models import Agreement, Hearing, LedgerEntry
from grants.moments import GIVEN_UP
from grants.permissions import may_bind_money, may_keep_money
from grants.sending import ask_for_paper
from grants.telling import agreement_path, tell_beneficiary
from grants.thresholds import LEAST_DAYS_TO_ANSWER, MOST_DAYS_TO_ANSWER
from records import journal
from records.documents import store_upload
from regions.awarding import locked_award


@dataclass(frozen=True)
class HearingAnswer:
    """What a beneficiary answered; `spoke_on` is the day when it was received, if it asked to speak."""

    reply: str
    replied_on: date
    asks_to_speak: bool = False
    spoke_on: date | None = None


def recoverable(agreement: Agreement) -> Decimal:
    """What was paid and not yet asked back."""
    paid = LedgerEntry.objects.live().filter(instalment__agreement=agreement).total()
    return paid - agreement.recoveries.standing().total()


def ensure_recoverable(agreement: Agreement, amount: Decimal) -> None:
    """At least this much paid, and not asked back yet."""
    most = recoverable(agreement)
    if amount > most:
        raise Refused(
            f"{euros(most)} au plus peuvent être réclamés : c'est ce qui est versé et n'a pas déjà été demandé."
        )


@transaction.atomic
def invite(
    agreement: Agreement,
    *,
    ground: RecoveryGround,
    amount: Decimal,
    facts: str,
    days: int,
    by: Membership,
    now: datetime | None = None,
) -> Hearing:
    """Invite the beneficiary to say what it has to say on a recovery; asked again, give the invitation that stands."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    ensure(may_bind_money(by, agreement.project))
    locked_award(agreement.project)
    reread(agreement)
    if agreement.state == AgreementState.DRAFT:
        raise OutOfTurn("La convention n'est pas signée : rien n'a été versé.")
    standing = agreement.hearings.filter(closed_on=None).select_related("act").first()
    if standing is not None:
        return ensure_same(standing, ground, amount, facts)
    if not LEAST_DAYS_TO_ANSWER <= days <= MOST_DAYS_TO_ANSWER:
        raise Refused(f"Laissez de {LEAST_DAYS_TO_ANSWER} à {MOST_DAYS_TO_ANSWER} jours pour répondre.")
    ensure_recoverable(agreement, amount)
    ensure_identified(agreement.beneficiary, today)
    made = Hearing(agreement=agreement, ground=ground, amount=amount, facts=facts, invited_on=today, invited_by=by)
    made.answer_by = today + timedelta(days=days)
    made.act = issuing.issue(letters.invitation(made, by, now), now=now)
    made.save()
    ask_for_paper(made.act, agreement, by=by)
    journal.record(
        "grants.invite_observations",
        agreement.project,
        by=by,
        summary=f"{agreement.beneficiary} invité à présenter ses observations : {euros(amount)} envisagés ({made.act})",
        data={"hearing": made.pk, "number": made.act.number, "amount": amount, "answer_by": made.answer_by},
        now=now,
    )
    return made


def ensure_invitable(agreement: Agreement) -> None:
    """No other invitation waits for its answer or for its decision."""
    standing = agreement.hearings.filter(closed_on=None).first()
    if standing is not None:
        raise OutOfTurn(already_invited(standing))


def already_invited(standing: Hearing) -> str:
    return (
        f"Le bénéficiaire est déjà invité à présenter ses observations ({standing.act}). "
        "Pour l'inviter sur autre chose, abandonnez d'abord cette procédure."
    )


def ensure_same(standing: Hearing, ground: RecoveryGround, amount: Decimal, facts: str) -> Hearing:
    if (standing.ground, standing.amount, standing.facts) == (ground, amount, facts):
        return standing
    raise OutOfTurn(already_invited(standing))


def locked_hearing(hearing: Hearing) -> Hearing:
    """The hearing as it is now, the project's money locked; `OutOfTurn` once closed."""
    locked_award(hearing.agreement.project)
    found = Hearing.objects.select_for_update().get(pk=hearing.pk)
    found.agreement, found.act = hearing.agreement, hearing.act
    if found.closed_on is not None:
        raise OutOfTurn(f"Cette procédure est close depuis le {day(found.closed_on)}.")
    return found


def ensure_answer(hearing: Hearing, answer: HearingAnswer, today: date) -> None:
    if not answer.reply.strip():
        raise Refused("Écrivez ce que le bénéficiaire fait valoir, ou résumez-le.")
    for on in (answer.replied_on, answer.spoke_on):
        if on is not None and not hearing.invited_on <= on <= today:
            raise Refused(f"Les dates vont du {day(hearing.invited_on)}, jour de l'invitation, à aujourd'hui.")


@transaction.atomic
def record_answer(
    hearing: Hearing, answer: HearingAnswer, *, upload: Any = None, by: Membership, now: datetime | None = None
) -> Hearing:
    """Keep what the beneficiary answered, even late; it may be completed until the recovery is decided.

    The same again changes nothing.
    """
    now = now or timezone.now()
    project = hearing.agreement.project
    ensure(may_keep_money(by, project))
    found = locked_hearing(hearing)
    ensure_answer(found, answer, timezone.localdate(now))
    if upload is None and all(getattr(found, name) == value for name, value in vars(answer).items()):
        return found
    for name, value in vars(answer).items():
        setattr(found, name, value)
    if upload is not None:
        found.piece = store_upload(upload, by=by)
    found.save()
    journal.record(
        "grants.record_observations",
        project,
        by=by,
        summary=f"Observations {found.act} reçues le {day(answer.replied_on)}",
        data={"hearing": found.pk, "sha256": found.piece.sha256 if found.piece else None},
        now=now,
    )
    return found


@transaction.atomic
def give_up(hearing: Hearing, *, by: Membership, now: datetime | None = None) -> Hearing:
    """Ask nothing back after all, which the beneficiary is told."""
    now = now or timezone.now()
    agreement = hearing.agreement
    ensure(may_bind_money(by, agreement.project))
    found = locked_hearing(hearing)
    found.closed_on = timezone.localdate(now)
    found.save(update_fields=["closed_on"])
    mail = Mail(
        agreement.project.mail_about,
        f"procédure {found.act} abandonnée",
        f"L'invitation {found.act} du {day(found.invited_on)} n'a pas de suite : l'agence régionale de santé "
        f"renonce à demander {euros(found.amount)} au titre de la convention {agreement.number}.",
        f"{agreement_path(agreement)}#reversements",
    )
    tell_beneficiary(GIVEN_UP, agreement, mail, key=f"grants:given-up:{found.pk}", now=now)
    journal.record(
        "grants.give_up_recovery",
        agreement.project,
        by=by,
        summary=f"Reversement envisagé par l'invitation {found.act} abandonné",
        data={"hearing": found.pk},
        now=now,
    )
    return found
