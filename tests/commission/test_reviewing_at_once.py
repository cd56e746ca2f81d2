"""Case 8: a score changed while the review is handed in counts before or after, never by half."""

import pytest

from commission.assigning import assign
from commission.declaring import declare_conflict
from commission.enums import NationalParty
from commission.models import Assignment, Review, Score, total_on_20
from commission.reviewing import Typed, criteria_of, save_draft, submit
from core.verdicts import OutOfTurn
from tests.commission.examined import fiche, opened, rapporteur, whole
from tests.factories import CallFactory, secretary
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_total_is_that_of_the_scores_kept():
    hat = rapporteur()
    assignment = opened(fiche(CallFactory()), hat)
    save_draft(assignment, whole(assignment, value=1), by=hat)
    criteria = criteria_of(assignment)
    changes = [Typed(values=dict.fromkeys([criterion.pk for criterion in criteria], value)) for value in (2, 3, 4)]
    refusals = at_once(
        *(lambda change=change: save_draft(assignment, change, by=hat) for change in changes),
        lambda: submit(assignment, by=hat),
    )
    weights = {criterion.pk: criterion.weight for criterion in criteria}
    kept = [(score.value, weights[score.criterion_id]) for score in Score.objects.all()]
    assert Review.objects.get().total == total_on_20(kept)
    assert len({value for value, _ in kept}) == 1
    assert {type(refusal) for refusal in refusals} <= {OutOfTurn}


def test_one_rapporteur_of_an_authority_however_many_secretaries_assign():
    application = fiche(CallFactory())
    hats, secretaries = [rapporteur() for _ in range(4)], [secretary() for _ in range(4)]
    at_once(
        *(lambda hat=hat, by=by: assign(application, hat, by=by) for hat, by in zip(hats, secretaries, strict=True))
    )
    live = Assignment.objects.live().filter(application=application, party=NationalParty.DGOS)
    assert live.count() == 1
    assert Assignment.objects.count() == 4


def test_a_conflict_and_a_submission_leave_no_review_that_counts():
    hat = rapporteur()
    assignment = opened(fiche(CallFactory()), hat)
    save_draft(assignment, whole(assignment), by=hat)
    at_once(
        lambda: submit(assignment, by=hat),
        lambda: declare_conflict(assignment, reason="Un proche y travaille.", by=hat),
    )
    assert not Review.objects.submitted().exists()
