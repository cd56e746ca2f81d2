"""Two rapporteurs' reviews of one fiche, criterion by criterion."""

from collections.abc import Iterable
from dataclasses import dataclass

from calls.models import Criterion
from commission.enums import NationalParty
from commission.models import Review, Score

# On the scale of 0 to 4: from here on, the gap is pointed out.
WIDE_GAP = 2


@dataclass(frozen=True)
class Compared:
    """A criterion: each review's score (None where there is no review), in the order of the reviews."""

    criterion: Criterion
    scores: list[Score | None]

    @property
    def gap(self) -> int | None:
        values = [score.value for score in self.scores if score is not None and score.value is not None]
        return max(values) - min(values) if len(values) > 1 else None

    @property
    def wide(self) -> bool:
        return self.gap is not None and self.gap >= WIDE_GAP


@dataclass(frozen=True)
class Comparison:
    """Submitted reviews side by side, DGOS's first."""

    reviews: list[Review]
    lines: list[Compared]

    @property
    def alone(self) -> bool:
        return len(self.reviews) == 1


def compared(criteria: Iterable[Criterion], reviews: Iterable[Review]) -> Comparison:
    order = NationalParty.values
    side_by_side = sorted(reviews, key=lambda review: order.index(review.assignment.party))
    by_criterion = [{score.criterion_id: score for score in review.scores.all()} for review in side_by_side]
    lines = [Compared(criterion, [scores.get(criterion.pk) for scores in by_criterion]) for criterion in criteria]
    return Comparison(side_by_side, lines)
