"""Two rapporteurs' reviews of one fiche, criterion by criterion."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from calls.models import Criterion
from commission.enums import NationalParty
from commission.models import Review, Score

# On the scale of 0 to 4: from here on, the gap is pointed out.
WIDE_GAP = 2


@dataclass(frozen=True)
class Compared:
    """A criterion with each review and its score, in the order of the reviews."""

    criterion: Criterion
    scored: list[tuple[Review, Score | None]]

    @property
    def gap(self) -> int | None:
        values = [score.value for _, score in self.scored if score is not None and score.value is not None]
        return max(values) - min(values) if len(values) > 1 else None

    @property
    def wide(self) -> bool:
        return self.gap is not None and self.gap >= WIDE_GAP


@dataclass(frozen=True)
class Comparison:
    """Submitted reviews side by side, DGOS's first; `in_force` is the key of the deposit that they should be about."""

    reviews: list[Review]
    lines: list[Compared]
    in_force: int | None

    @property
    def alone(self) -> bool:
        return len(self.reviews) == 1

    @property
    def spread(self) -> Decimal:
        """Points on 20 between the highest and the lowest."""
        totals = [review.total for review in self.reviews if review.total is not None]
        return max(totals) - min(totals) if totals else Decimal(0)


def compared(criteria: Iterable[Criterion], reviews: Iterable[Review], in_force: int | None) -> Comparison:
    order = NationalParty.values
    side_by_side = sorted(reviews, key=lambda review: order.index(review.assignment.party))
    scores = {(score.review_id, score.criterion_id): score for review in side_by_side for score in review.scores.all()}
    lines = [
        Compared(criterion, [(review, scores.get((review.pk, criterion.pk))) for review in side_by_side])
        for criterion in criteria
    ]
    return Comparison(side_by_side, lines, in_force)
