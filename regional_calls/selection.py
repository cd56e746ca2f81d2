"""Sorting expressions by two: each gives its view, one proposes, the other confirms (R31)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import deadline, of_the
from records import journal
from regional_calls.calendar import phase
from regional_calls.enums import ExpressionState, JointOutcome, Leaning, PairParty, RegionalPhase
from regional_calls.models import Expression, JointChoice, PartyView, RegionalCall
from regional_calls.permissions import may_prepare_regional_call, may_sort_expressions, party_of
from regional_calls.preparing import locked


@dataclass(frozen=True)
class Views:
    """The two views of an expression as one party may see them: the other's shows once one's own is given."""

    own: PartyView | None
    other: PartyView | None
    other_given: bool
    own_is_stale: bool

    @property
    def current(self) -> bool:
        """Whether one's own view is about what was last handed in."""
        return self.own is not None and not self.own_is_stale


def views_for(expression: Expression, party: PairParty) -> Views:
    rows = {view.party: view for view in expression.views.all()}
    own, other = rows.get(party), rows.get(party.other)
    return Views(
        own=own,
        other=other if own else None,
        other_given=other is not None,
        own_is_stale=own is not None and own.submission != expression.submission,
    )


def locked_to_sort(expression: Expression, by: Membership) -> tuple[RegionalCall, Expression, PairParty]:
    """The call's row, locked, so that ranks, choices and their announcement come one after the other."""
    ensure(may_prepare_regional_call(by, expression.call.project))
    call = locked(expression.call)
    ensure(may_sort_expressions(by, call))
    row = Expression.objects.select_related("choice").prefetch_related("views").get(pk=expression.pk)
    row.call = call
    party = party_of(by, call.project)
    if row.state != ExpressionState.SUBMITTED or party is None:
        raise OutOfTurn("Cette réponse a été retirée par la structure.")
    return call, row, party


@transaction.atomic
def give_view(
    expression: Expression, *, leaning: Leaning, comment: str = "", by: Membership, now: datetime | None = None
) -> PartyView:
    """Say what one's party thinks of the expression as handed in; it may change until the choices are announced."""
    now = now or timezone.now()
    _, row, party = locked_to_sort(expression, by)
    view, _ = PartyView.objects.update_or_create(
        expression=row,
        party=party,
        defaults={
            "leaning": leaning,
            "comment": comment,
            "submission": row.submission,
            "given_at": now,
            "given_by": by,
        },
    )
    journal.record(
        "regional_calls.give_view",
        row,
        by=by,
        summary=f"Avis {view.get_leaning_display()} de l'{party.label} sur {row.number}.",
        data={"leaning": leaning, "submission": row.submission},
        now=now,
    )
    return view


@transaction.atomic
def propose_choice(
    expression: Expression,
    *,
    outcome: JointOutcome,
    rank: int | None = None,
    reason: str = "",
    by: Membership,
    now: datetime | None = None,
) -> JointChoice:
    """Propose what becomes of an expression; the other party confirms, or proposes something else.

    A new proposal undoes the confirmation of the former one: no party decides alone.
    """
    now = now or timezone.now()
    call, row, party = locked_to_sort(expression, by)
    ensure_closed(call, now)
    ensure_own_view(row, party)
    if outcome != JointOutcome.RETAINED and not reason.strip():
        raise Refused("Donnez le motif : la structure le lira dans la décision qui lui annonce le choix.")
    rank = rank if outcome == JointOutcome.WAITING else None
    if outcome == JointOutcome.WAITING and rank is None:
        raise Refused("Donnez le rang en liste d'attente.")
    taken = JointChoice.objects.filter(expression__call=call, rank=rank).exclude(expression=row)
    if rank is not None and taken.exists():
        raise Refused(f"Le rang {rank} est déjà celui {of_the(taken[0].expression.place)}.")
    choice = JointChoice.objects.filter(expression=row).first() or JointChoice(expression=row, revision=0)
    choice.outcome, choice.rank, choice.reason = outcome, rank, reason
    choice.revision += 1
    choice.proposed_by, choice.proposed_party, choice.proposed_at = by, party, now
    choice.confirmed_by, choice.confirmed_party, choice.confirmed_at = None, "", None
    choice.save()
    journal.record(
        "regional_calls.propose_choice",
        row,
        by=by,
        summary=f"L'{party.label} propose : {row.number} {choice.get_outcome_display()}.",
        data={"outcome": outcome, "rank": rank, "reason": reason, "revision": choice.revision},
        now=now,
    )
    return choice


@transaction.atomic
def confirm_choice(
    expression: Expression, *, revision: int, by: Membership, now: datetime | None = None
) -> JointChoice:
    """Make the other party's proposal the pair's choice, if it still says what was read; twice does no harm."""
    now = now or timezone.now()
    call, row, party = locked_to_sort(expression, by)
    ensure_closed(call, now)
    ensure_own_view(row, party)
    choice = JointChoice.objects.filter(expression=row).first()
    if choice is None or choice.revision != revision:
        raise OutOfTurn("La proposition a changé entre-temps : relisez-la.")
    if choice.proposed_party == party:
        raise OutOfTurn(f"L'{party.label} a fait cette proposition : l'{party.other.label} la confirme.")
    if choice.confirmed_at is not None:
        return choice
    choice.confirmed_by, choice.confirmed_party, choice.confirmed_at = by, party, now
    choice.save(update_fields=["confirmed_by", "confirmed_party", "confirmed_at"])
    journal.record(
        "regional_calls.confirm_choice",
        row,
        by=by,
        summary=f"Choix commun : {row.number} {choice.get_outcome_display()}.",
        data={"outcome": choice.outcome, "rank": choice.rank, "revision": revision},
        now=now,
    )
    return choice


def ensure_closed(call: RegionalCall, now: datetime) -> None:
    if phase(call, now) != RegionalPhase.SORTING:
        raise OutOfTurn(
            "Les choix se proposent une fois l'appel fermé, le "
            f"{deadline(call.closes_at, call.zone)} : d'ici là, une structure peut encore changer sa réponse."
        )


def ensure_own_view(expression: Expression, party: PairParty) -> None:
    if not views_for(expression, party).current:
        raise OutOfTurn(f"Donnez d'abord l'avis de l'{party.label} sur cette réponse, telle qu'elle a été remise.")
