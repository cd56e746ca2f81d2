"""Statements of use: begun from what the portal knows, saved, handed in, accepted or returned (L8).

The law makes the body that received the money account for it to the one that gave it. So a statement belongs to an
agreement, its beneficiary owes it to the ARS, and the ARS's signatory judges it. DGOS and Anact read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.states import ensure_turn, move
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import day, euros
from grants import prefilling
from grants.calendar import exercise_end
from grants.enums import AgreementState, Rubric, Side, StatementState
from grants.guards import reread
from grants.models import Agreement, LedgerEntry, Statement, StatementLine, Submission
from grants.permissions import may_bind_money, may_submit_statement, may_write_statement
from grants.telling import tell_filed, tell_judged
from records import journal
from records.documents import store_upload
from records.jobs import enqueue
from regions.awarding import locked_award

PRODUCE_STATEMENT = "grants.produce_statement"
NOTHING = Decimal("0.00")
MOST_LINES = 20


@dataclass(frozen=True)
class TypedStatement:
    """The draft as its author typed it."""

    achievements: str
    gaps: str
    allocation: str
    lines: Sequence[prefilling.DraftLine]


@dataclass(frozen=True)
class Attestation:
    """Who attests a statement for the beneficiary, in what capacity, and the day of the signature."""

    name: str
    quality: str
    on: date


def locked_statement(statement: Statement) -> Statement:
    locked_award(statement.agreement.project)
    statement.refresh_from_db()
    return statement


@transaction.atomic
def begin(agreement: Agreement, *, by: Membership, now: datetime | None = None) -> Statement:
    """Start the statement with the lines that the portal knows; asked again, give the one that exists."""
    now = now or timezone.now()
    ensure(may_write_statement(by, agreement))
    locked_award(agreement.project)
    reread(agreement)
    if agreement.state == AgreementState.DRAFT:
        raise OutOfTurn("La convention n'est pas signée : il n'y a pas encore d'argent dont rendre compte.")
    existing = Statement.objects.filter(agreement=agreement).first()
    if existing is not None:
        return existing
    made = Statement.objects.create(agreement=agreement)
    write_lines(made, prefilling.lines(agreement, timezone.localdate(now)))
    journal.record(
        "grants.begin_statement",
        agreement.project,
        by=by,
        summary=f"Compte rendu financier commencé : convention {agreement.number}",
        data={"agreement": agreement.pk},
        now=now,
    )
    return made


def write_lines(statement: Statement, lines: Sequence[prefilling.DraftLine]) -> None:
    if len(lines) > MOST_LINES:
        raise Refused(f"Le tableau compte {MOST_LINES} lignes au plus.")
    statement.lines.all().delete()
    StatementLine.objects.bulk_create(
        StatementLine(statement=statement, position=position, **vars(line))
        for position, line in enumerate(lines, start=1)
    )


@transaction.atomic
def save(statement: Statement, typed: TypedStatement, *, by: Membership, now: datetime | None = None) -> Statement:
    """Keep the draft."""
    now = now or timezone.now()
    agreement = statement.agreement
    ensure(may_write_statement(by, agreement))
    draft = locked_statement(statement)
    if not draft.open:
        raise OutOfTurn(f"Le compte rendu est {draft.get_state_display()} : il ne se modifie plus.")
    draft.achievements, draft.gaps, draft.allocation = typed.achievements, typed.gaps, typed.allocation
    draft.edition += 1
    draft.save(update_fields=["achievements", "gaps", "allocation", "edition"])
    write_lines(draft, typed.lines)
    journal.record(
        "grants.save_statement",
        agreement.project,
        by=by,
        summary=f"Compte rendu financier enregistré : convention {agreement.number}",
        data={"agreement": agreement.pk, "edition": draft.edition},
        now=now,
    )
    return draft


@dataclass(frozen=True)
class Totals:
    """The sums of a statement: uses and other resources, planned and actual, and what the subsidy paid for."""

    planned_uses: Decimal
    actual_uses: Decimal
    planned_others: Decimal
    actual_others: Decimal
    paid: Decimal

    @property
    def used(self) -> Decimal:
        """What the uses justify of the money paid, once other funders' money is taken off."""
        return min(self.paid, max(NOTHING, self.actual_uses - self.actual_others))

    @property
    def unspent(self) -> Decimal:
        return self.paid - self.used


def paid_under(agreement: Agreement) -> Decimal:
    return LedgerEntry.objects.live().filter(instalment__agreement=agreement).total()


def totals(lines: Sequence[Any], paid: Decimal) -> Totals:
    def add_up(side: Side, what: str) -> Decimal:
        return sum((getattr(line, what) for line in lines if line.side == side), NOTHING)

    return Totals(
        add_up(Side.USE, "planned"),
        add_up(Side.USE, "actual"),
        add_up(Side.RESOURCE, "planned"),
        add_up(Side.RESOURCE, "actual"),
        paid,
    )


def frozen(
    statement: Statement, lines: Sequence[StatementLine], paid: Decimal, attested: Attestation
) -> dict[str, Any]:
    """The content that a submission keeps and hashes: plain texts and amounts, lines in the order of the form."""
    agreement = statement.agreement
    project = agreement.project
    return {
        "project": {"title": project.title, "region": project.region.name, "ars": project.ars.name},
        "agreement": {
            "number": agreement.number,
            "purpose": agreement.purpose,
            "party": agreement.party,
            "beneficiary": agreement.beneficiary.name,
            "amount": f"{agreement.amount:.2f}",
            "paid": f"{paid:.2f}",
            "starts_on": agreement.starts_on.isoformat(),
            "ends_on": agreement.last_day.isoformat(),
            "exercise": exercise_end(agreement.last_day, agreement.beneficiary.closing_month).isoformat(),
        },
        "attestation": {"name": attested.name, "quality": attested.quality, "on": attested.on.isoformat()},
        "achievements": statement.achievements,
        "gaps": statement.gaps,
        "allocation": statement.allocation,
        "lines": [
            {
                "side": line.side,
                "rubric": line.get_rubric_display(),
                "label": line.label,
                "planned": f"{line.planned:.2f}",
                "actual": f"{line.actual:.2f}",
            }
            for line in sorted(lines, key=lambda line: list(Rubric).index(Rubric(line.rubric)))
        ],
    }


def lacking(statement: Statement, sums: Totals) -> list[str]:
    """What the statement still wants before it can be handed in."""
    missing = []
    if not statement.achievements.strip():
        missing.append("le récit des actions réalisées")
    if sums.actual_uses == 0:
        missing.append("le montant des emplois réalisés")
    if sums.actual_uses != sums.planned_uses and not statement.gaps.strip():
        missing.append("l'explication des écarts entre le prévu et le réalisé")
    if not statement.allocation.strip():
        missing.append("les règles de répartition des charges (annexe)")
    return missing


def ensure_to_submit(draft: Statement, edition: int | None, today: date) -> None:
    """A draft or one sent back, not changed since it was read, whose agreement is over."""
    ensure_turn(draft, StatementState.SUBMITTED)
    if edition is not None and edition != draft.edition:
        raise OutOfTurn("Une autre personne a enregistré ce compte rendu depuis que vous l'avez ouvert : relisez-le.")
    if draft.agreement.last_day > today:
        raise OutOfTurn(
            f"La convention court jusqu'au {day(draft.agreement.last_day)} : le compte rendu se dépose ensuite."
        )


def attestation_of(agreement: Agreement, given: Attestation | None, *, by: Membership, today: date) -> Attestation:
    """The Aract's signatory attests in the portal; the paper of another beneficiary says who signed it, and when."""
    if agreement.with_aract:
        return Attestation(by.user.full_name, by.job_title, today)
    if given is None:
        raise Refused("Dites qui a signé le compte rendu pour le bénéficiaire, en quelle qualité et quel jour.")
    if given.on > today:
        raise Refused("La date de signature du compte rendu est à venir.")
    return given


def next_submission(
    draft: Statement, upload: Any, given: Attestation | None, *, by: Membership, now: datetime
) -> Submission:
    """The draft as it is now, frozen; refused when it lacks something."""
    lines = list(draft.lines.all())
    paid = paid_under(draft.agreement)
    sums = totals(lines, paid)
    missing = lacking(draft, sums)
    if missing:
        raise Refused(f"Il manque : {' ; '.join(missing)}.")
    if not draft.agreement.with_aract and upload is None:
        raise Refused("Joignez le compte rendu signé que le bénéficiaire vous a remis.", at="upload")
    attested = attestation_of(draft.agreement, given, by=by, today=timezone.localdate(now))
    made = Submission(
        statement=draft,
        rank=draft.submissions.count() + 1,
        paid=paid,
        used=sums.used,
        submitted_at=now,
        submitted_by=by,
        signed_copy=store_upload(upload, by=by) if upload is not None else None,
    )
    made.seal(frozen(draft, lines, paid, attested))
    made.save()
    return made


@transaction.atomic
def submit(
    statement: Statement,
    *,
    edition: int | None = None,
    upload: Any = None,
    attested: Attestation | None = None,
    by: Membership,
    now: datetime | None = None,
) -> Submission:
    """Hand the statement in: its content is frozen and hashed; safe to ask twice.

    `edition` is the one that was read: nobody attests what another person wrote since. For a beneficiary without an
    account, the ARS files the copy that it signed (`upload`), and says who did (`attested`).
    """
    now = now or timezone.now()
    agreement = statement.agreement
    project = agreement.project
    ensure(may_submit_statement(by, agreement))
    draft = locked_statement(statement)
    if draft.state == StatementState.SUBMITTED:
        return draft.submissions.latest("rank")
    ensure_to_submit(draft, edition, timezone.localdate(now))
    new = next_submission(draft, upload, attested, by=by, now=now)
    move(draft, StatementState.SUBMITTED)
    draft.save(update_fields=["state"])
    label = f"Compte rendu financier {agreement.number}, version {new.rank}"
    back_url = reverse("grants:statement", args=[project.pk, agreement.pk])
    enqueue(PRODUCE_STATEMENT, label=label, arguments={"submission_id": new.pk}, total=1, by=by, back_url=back_url)
    journal.record(
        "grants.submit_statement",
        project,
        by=by,
        summary=f"Compte rendu financier déposé : convention {agreement.number}, {euros(new.used)} justifiés",
        data={"agreement": agreement.pk, "rank": new.rank, "sha256": new.sha256, "paid": new.paid, "used": new.used},
        now=now,
    )
    tell_filed(new, agreement, by=by, now=now)
    return new


@transaction.atomic
def judge(
    statement: Statement,
    *,
    rank: int,
    accepted: bool,
    reason: str = "",
    by: Membership,
    now: datetime | None = None,
) -> Submission:
    """Accept the submission that was read (`rank`), or return it with a reason; accepting twice changes nothing."""
    now = now or timezone.now()
    agreement = statement.agreement
    ensure(may_bind_money(by, agreement.project))
    judged = locked_statement(statement)
    last = judged.submissions.order_by("-rank").first()
    outcome = StatementState.ACCEPTED if accepted else StatementState.RETURNED
    if last is not None and last.rank == rank and last.outcome == outcome:
        return last
    if judged.state != StatementState.SUBMITTED or last is None or last.rank != rank:
        raise OutOfTurn(f"Le compte rendu est {judged.get_state_display()} : cette version n'est plus à examiner.")
    if not accepted and not reason.strip():
        raise Refused("Dites pourquoi le compte rendu est renvoyé.", at="reason")
    last.outcome, last.reason, last.decided_at, last.decided_by = outcome, "" if accepted else reason, now, by
    last.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])
    move(judged, outcome)
    judged.save(update_fields=["state"])
    journal.record(
        "grants.accept_statement" if accepted else "grants.return_statement",
        agreement.project,
        by=by,
        summary=f"Compte rendu financier {outcome.label} : convention {agreement.number}"
        + ("" if accepted else f" ({reason})"),
        data={"agreement": agreement.pk, "rank": rank, "sha256": last.sha256, "used": last.used},
        now=now,
    )
    tell_judged(last, agreement, by=by, now=now)
    return last
