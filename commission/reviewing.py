"""Scoring a fiche: a draft saved as one types, then a review that no longer changes.

Saving a draft leaves no journal row, since it happens at each pause of the keyboard; submitting journals every score.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Membership
from calls.models import Criterion
from commission.enums import Opinion, ReviewState
from commission.locks import ensure_examined, locked_assignment
from commission.models import Assignment, Review, Score, total_on_20
from commission.models.review import AssignmentQuerySet
from commission.permissions import may_score
from commission.rereading import stale
from commission.telling import tell_if_heard
from core.states import move
from core.verdicts import OutOfTurn, Refused, ensure
from records import journal


@dataclass(frozen=True)
class ReviewGap:
    """What a review still wants: for a criterion its value or its justification; for the whole (None), the opinion."""

    criterion: int | None
    wants: Literal["value", "justification", "opinion"]
    sentence: str


@dataclass(frozen=True)
class Typed:
    """What the page sent, by criterion: only what is named here changes, so that two pages never undo each other."""

    values: Mapping[int, int | None] = field(default_factory=dict)
    justifications: Mapping[int, str] = field(default_factory=dict)
    opinion: str | None = None
    comment: str | None = None


class IncompleteReview(Refused):
    """A review that cannot be submitted yet, and what it wants."""

    def __init__(self, gaps: list[ReviewGap]) -> None:
        super().__init__("L'évaluation n'est pas complète : voyez les points signalés.")
        self.gaps = gaps


def criteria_of(assignment: Assignment) -> list[Criterion]:
    """The criteria of the call's grid, with their levels."""
    grid = assignment.application.project.call.grid_id
    return list(Criterion.objects.filter(grid=grid).prefetch_related("levels").order_by("position", "pk"))


def running_total(scores: Iterable[Score], criteria: Iterable[Criterion]) -> tuple[Decimal | None, int]:
    """The mean on 20 of what is scored so far, and how many criteria that is."""
    weights = {criterion.pk: criterion.weight for criterion in criteria}
    given = [(score.value, weights[score.criterion_id]) for score in scores if score.value is not None]
    return (total_on_20(given) if given else None), len(given)


@transaction.atomic
def save_draft(assignment: Assignment, typed: Typed, *, by: Membership, now: datetime | None = None) -> Review:
    """Keep what is typed, complete or not."""
    now = now or timezone.now()
    review = _open_review(assignment, by)
    criteria = {criterion.pk for criterion in criteria_of(review.assignment)}
    scores = {score.criterion_id: score for score in review.scores.all()}
    for pk in criteria & (typed.values.keys() | typed.justifications.keys()):
        score = scores.get(pk) or Score(review=review, criterion_id=pk)
        score.value = typed.values.get(pk, score.value)
        score.justification = typed.justifications.get(pk, score.justification)
        score.save()
    if typed.opinion is not None:
        review.opinion = typed.opinion
    if typed.comment is not None:
        review.comment = typed.comment
    review.edited_at = now
    review.save(update_fields=["opinion", "comment", "edited_at"])
    return review


@transaction.atomic
def submit(assignment: Assignment, *, by: Membership, now: datetime | None = None) -> Review:
    """Hand in the review as it is saved, once every criterion is scored and justified and an opinion given."""
    now = now or timezone.now()
    review = _open_review(assignment, by)
    in_force = review.assignment.application.in_force
    if stale(review, in_force):
        raise OutOfTurn(
            f"La fiche a été corrigée : le dépôt {in_force} remplace celui que vous aviez lu. "
            "Lisez ce qui a changé avant de remettre votre évaluation ; ce que vous avez saisi est gardé."
        )
    criteria = criteria_of(review.assignment)
    scores = {score.criterion_id: score for score in review.scores.all()}
    gaps = list(missing_from(review, scores, criteria))
    if gaps:
        raise IncompleteReview(gaps)
    weighted = [(scores[criterion.pk].value or 0, criterion.weight) for criterion in criteria]
    review.total = total_on_20(weighted)
    move(review, ReviewState.SUBMITTED)
    review.submitted_at = review.edited_at = now
    review.save(update_fields=["total", "state", "submitted_at", "edited_at"])
    journal.record(
        "commission.submit_review",
        review,
        by=by,
        summary=f"Évaluation de la fiche de la région {review.assignment.application.project.region} remise",
        data={
            "total": review.total,
            "opinion": review.opinion,
            "scores": {criterion.code: scores[criterion.pk].value for criterion in criteria},
            "deposit": review.deposit.sha256,
        },
        now=now,
    )
    tell_if_heard(review.assignment.application.project.call, now)
    return review


def missing_from(review: Review, scores: Mapping[int, Score], criteria: Iterable[Criterion]) -> Iterator[ReviewGap]:
    """What must be added before submitting."""
    for criterion in criteria:
        score = scores.get(criterion.pk)
        if score is None or score.value is None:
            yield ReviewGap(criterion.pk, "value", "Choisissez une note.")
        elif not score.justification.strip():
            zero = "Une note de 0 se motive : dites ce qui manque à la fiche."
            yield ReviewGap(criterion.pk, "justification", "Justifiez votre note." if score.value else zero)
    if review.opinion not in Opinion.values:
        yield ReviewGap(None, "opinion", "Donnez votre avis sur la fiche.")


def to_do(hat: Membership) -> AssignmentQuerySet:
    """The rapporteur's unfinished reviews, the nearest commission first."""
    return (
        Assignment.objects.filter(rapporteur=hat)
        .to_score()
        .with_fiche()
        .order_by("application__project__call__commission_on", "application__project__region__slug", "pk")
    )


def next_to_do(hat: Membership, after: Assignment) -> Assignment | None:
    """The unfinished review left alone for longest, so that going from one to the next visits them all."""
    untouched_first = F("review__edited_at").asc(nulls_first=True)
    waiting = to_do(hat).exclude(pk=after.pk)
    return waiting.order_by(untouched_first, "application__project__region__slug", "pk").first()


def _open_review(assignment: Assignment, by: Membership) -> Review:
    """The review that may still change, under its fiche's lock."""
    locked = locked_assignment(assignment)
    ensure_examined(locked.application)
    ensure(may_score(by, locked))
    review, _ = Review.objects.get_or_create(assignment=locked, defaults={"deposit": locked.application.in_force})
    if review.state == ReviewState.SUBMITTED:
        raise OutOfTurn("Vous avez remis cette évaluation : elle ne change plus.")
    review.assignment = locked
    return review
