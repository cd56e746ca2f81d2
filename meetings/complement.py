"""What becomes of the complementary share: the steering committee decides it, within the award (R21)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, euros, instant
from directory.models import Establishment
from meetings.guards import ensure_begun, ensure_one_line, latest_minutes, locked
from meetings.models import ComplementLine, ComplementUse, Meeting
from meetings.models.complement import PAIR
from meetings.permissions import may_decide_complement
from meetings.presiding import ensure_quorum
from records import journal
from regions.awarding import locked_award
from regions.models import RegionalProject

MOST_LINES = 40
CENT = Decimal("0.01")


@dataclass(frozen=True)
class UseLine:
    """A purpose and an amount in euros, for a structure or, without one, for the pair."""

    purpose: str
    amount: Decimal
    establishment: Establishment | None = None

    @property
    def beneficiary(self) -> str:
        return self.establishment.name if self.establishment else PAIR


@dataclass(frozen=True)
class Use:
    """The use of a project's complement, in euros. Version 0: no committee has decided yet, all is left."""

    version: int
    ceiling: Decimal
    lines: list[UseLine] = field(default_factory=list)
    meeting: Meeting | None = None
    decided_at: datetime | None = None
    decided_by: Membership | None = None

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def left(self) -> Decimal:
        return self.ceiling - self.total


def ceiling_of(project: RegionalProject) -> Decimal:
    """The award's complement; nothing before the award."""
    award = getattr(project, "award", None)
    return award.complement if award is not None else Decimal(0)


def current_use(project: RegionalProject) -> Use:
    """The use in force: the latest version's lines, their total, and what is left of the complement."""
    return next(iter(uses(project)[:1]), Use(0, ceiling_of(project)))


def uses(project: RegionalProject) -> list[Use]:
    """All versions, the one in force first."""
    rows = ComplementUse.objects.filter(project=project).order_by("-version")
    rows = rows.select_related("meeting__project__region", "decided_by__organisation", "decided_by__user")
    return [_read(row, ceiling_of(project)) for row in rows.prefetch_related("lines__establishment")]


def use_of(meeting: Meeting) -> Use | None:
    """What this committee decided last, if it decided anything."""
    row = meeting.complement_uses.prefetch_related("lines__establishment").order_by("-version").first()
    return None if row is None else _read(row, ceiling_of(meeting.project))


def _read(row: ComplementUse, ceiling: Decimal) -> Use:
    lines = [UseLine(line.purpose, line.amount, line.establishment) for line in row.lines.all()]
    return Use(row.version, ceiling, lines, row.meeting, row.decided_at, row.decided_by)


@transaction.atomic
def decide_complement(
    meeting: Meeting, lines: Sequence[UseLine], *, by: Membership, now: datetime | None = None
) -> Use:
    """Record the whole use of the complement as a steering committee decided it, in a version that replaces the former.

    Held under the award's lock: two committees at once never commit more than the complement (case 6). The same lines
    again change nothing.
    """
    now = now or timezone.now()
    award = locked_award(meeting.project)
    row = locked(meeting)
    ensure(may_decide_complement(by, row.project))
    ensure_may_decide(row, now)
    current = current_use(row.project)
    if lines and list(lines) == current.lines and current.meeting == row:
        return current
    _ensure_latest(row, current)
    _ensure_lines(row.project, lines, award.complement)
    use = ComplementUse.objects.create(
        project=row.project, meeting=row, version=current.version + 1, decided_at=now, decided_by=by
    )
    ComplementLine.objects.bulk_create(
        ComplementLine(
            use=use, position=position, purpose=line.purpose, establishment=line.establishment, amount=line.amount
        )
        for position, line in enumerate(lines, start=1)
    )
    made = Use(use.version, award.complement, list(lines), row, now, by)
    spent = [[line.purpose, line.beneficiary, line.amount] for line in lines]
    journal.record(
        "meetings.decide_complement",
        row,
        by=by,
        summary=f"Usage décidé de la part complémentaire (version {use.version}) : "
        f"{euros(made.total)} sur {euros(made.ceiling)}",
        data={"version": use.version, "ceiling": made.ceiling, "lines": spent},
        now=now,
    )
    return made


def ensure_may_decide(meeting: Meeting, now: datetime) -> None:
    if not meeting.is_steering:
        raise OutOfTurn("L'usage de la part complémentaire se décide en comité de pilotage (COPIL).")
    ensure_begun(meeting, now)
    minutes = latest_minutes(meeting)
    if minutes is not None and not minutes.is_draft:
        raise OutOfTurn("Le compte rendu de ce comité de pilotage est approuvé. Pour y revenir, ouvrez une correction.")
    if meeting.held_at is None:
        raise OutOfTurn("Relevez d'abord les présences : l'usage se décide quand le quorum est atteint.")
    ensure_quorum(meeting.invitees.all())


def _ensure_latest(row: Meeting, current: Use) -> None:
    if current.meeting is not None and current.meeting.starts_at > row.starts_at:
        when = instant(current.meeting.starts_at, row.zone)
        raise OutOfTurn(f"Un comité de pilotage plus récent, celui du {when}, a décidé cet usage : révisez-le là.")


def _ensure_lines(project: RegionalProject, lines: Sequence[UseLine], ceiling: Decimal) -> None:
    if not lines:
        raise Refused("Indiquez au moins une ligne : un objet, un bénéficiaire et un montant.")
    if len(lines) > MOST_LINES:
        raise Refused(f"L'usage de la part complémentaire compte au plus {counted(MOST_LINES, 'ligne')}.")
    taking_part = set(project.participations.values_list("establishment", flat=True))
    for line in lines:
        ensure_one_line(line.purpose, "L'objet d'une ligne")
        if not line.amount.is_finite() or line.amount <= 0 or line.amount != line.amount.quantize(CENT):
            raise Refused(f"« {line.purpose} » : le montant est supérieur à zéro, avec deux décimales au plus.")
        if line.establishment is not None and line.establishment.pk not in taking_part:
            raise Refused(f"{line.establishment} ne participe pas à ce projet.")
    total = sum((line.amount for line in lines), Decimal(0))
    if total > ceiling:
        raise Refused(
            f"Ces lignes font {euros(total)}, soit {euros(total - ceiling)} de plus que la part complémentaire "
            f"attribuée ({euros(ceiling)}). Rien n'est enregistré."
        )
