"""Declaring, scoring, submitting; who sees whose scores, and when."""

from decimal import Decimal

import pytest

from applications.enums import ApplicationState
from applications.models import Application
from commission.assigning import assign
from commission.declaring import declare_conflict, declare_no_conflict
from commission.enums import NationalParty, Opinion, ReviewState
from commission.models import Assignment, Review, Score, total_on_20
from commission.reviewing import IncompleteReview, Typed, criteria_of, next_to_do, save_draft, submit
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.commission.decided import validated
from tests.commission.examined import entrusted, fiche, opened, rapporteur, scored, signatory, whole
from tests.factories import NOW, CallFactory, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory()


def test_total_is_the_weighted_mean_on_20():
    assert total_on_20([(4, 2), (1, 1)]) == Decimal("15.00")
    assert total_on_20([(0, 3)]) == 0
    assert total_on_20([(3, 1), (3, 1), (4, 1)]) == Decimal("16.67")
    # Halves go up: 20 × 1 / (4 × 32) is 0.15625.
    assert total_on_20([(1, 1), (0, 31)]) == Decimal("0.16")


class TestDeclaring:
    def test_scoring_opens_on_the_deposit_once_no_conflict_is_declared(self, call):
        application, hat = fiche(call), rapporteur()
        assignment = entrusted(application, hat)
        with pytest.raises(NotAllowed, match="Déclarez d'abord"):
            save_draft(assignment, Typed(), by=hat)
        review = declare_no_conflict(assignment, by=hat, now=NOW)
        assert (review.deposit, review.state) == (application.deposit, ReviewState.DRAFT)
        assert declare_no_conflict(assignment, by=hat) == review

    def test_a_conflict_closes_the_file_and_tells_the_secretary(self, call):
        """Case 36."""
        application, hat, by = fiche(call), rapporteur(), secretary()
        assignment = entrusted(application, hat, by=by)
        declare_no_conflict(assignment, by=hat, now=NOW)
        assert Application.objects.visible_to(hat).exists()
        declare_conflict(assignment, reason="Ancienne direction de l'ARS.", by=hat, now=NOW)
        assert not Application.objects.visible_to(hat).exists()
        message = Message.objects.get(key__startswith=f"conflict:{assignment.pk}:")
        assert message.to == by.user.email
        assert "Ancienne direction" in message.body
        for deed in (declare_no_conflict, lambda one, by: save_draft(one, Typed(), by=by), submit):
            with pytest.raises(NotAllowed, match="lien d'intérêt"):
                deed(assignment, by=hat)

    def test_a_conflict_found_later_voids_the_draft(self, call):
        hat = rapporteur()
        assignment = opened(fiche(call), hat)
        save_draft(assignment, whole(assignment), by=hat)
        declare_conflict(assignment, reason="Un proche y travaille.", by=hat)
        assert not Review.objects.exists()
        assert not Score.objects.exists()
        assert JournalEntry.objects.get(deed="commission.declare_conflict").data["draft_voided"] is True

    def test_a_conflict_found_after_submitting_takes_the_review_out_of_account(self, call):
        """Case 36."""
        hat, other = rapporteur(), rapporteur(NationalParty.ANACT)
        application = fiche(call)
        scored(application, other)
        review = scored(application, hat)
        assert Review.objects.visible_to(hat).count() == 2
        declare_conflict(review.assignment, reason="Un proche y travaille.", by=hat)
        assert list(Review.objects.submitted().values_list("assignment__rapporteur", flat=True)) == [other.pk]
        assert not Review.objects.visible_to(hat).exists()

    def test_one_rapporteurs_conflict_leaves_the_fiche_to_the_other(self, call):
        application = fiche(call)
        hat, other = rapporteur(), rapporteur(NationalParty.ANACT)
        opened(application, other)
        declare_conflict(entrusted(application, hat), reason="Ancienne direction.", by=hat)
        assert Application.objects.visible_to(other).exists()

    def test_a_conflict_wants_its_reason(self, call):
        hat = rapporteur()
        with pytest.raises(Refused, match="Décrivez le lien"):
            declare_conflict(entrusted(fiche(call), hat), reason="  ", by=hat)

    def test_nobody_declares_for_another(self, call):
        assignment = entrusted(fiche(call), rapporteur())
        for hat in (rapporteur(), secretary()):
            with pytest.raises(NotAllowed):
                declare_no_conflict(assignment, by=hat)

    def test_an_ended_assignment_is_closed(self, call):
        application, hat = fiche(call), rapporteur()
        assignment = opened(application, hat)
        assign(application, rapporteur(), by=secretary())
        with pytest.raises(NotAllowed, match="retiré"):
            save_draft(assignment, Typed(), by=hat)
        assert not Application.objects.visible_to(hat).exists()
        assert not Review.objects.visible_to(hat).exists()


class TestScoring:
    def test_only_what_is_typed_changes(self, call):
        hat = rapporteur()
        assignment = opened(fiche(call), hat)
        first, second = criteria_of(assignment)
        save_draft(assignment, Typed(values={first.pk: 3}, justifications={first.pk: "Oui."}), by=hat)
        save_draft(assignment, Typed(values={second.pk: 2}), by=hat)
        review = save_draft(assignment, Typed(opinion=Opinion.RESERVED), by=hat)
        assert [(score.value, score.justification) for score in review.scores.all()] == [(3, "Oui."), (2, "")]
        assert review.opinion == Opinion.RESERVED

    def test_a_criterion_of_another_grid_is_ignored(self, call):
        hat = rapporteur()
        assignment = opened(fiche(call), hat)
        foreign = CallFactory().grid.criteria.first()
        save_draft(assignment, Typed(values={foreign.pk: 4}), by=hat)
        assert not Score.objects.exists()

    def test_submitting_wants_every_score_every_reason_and_an_opinion(self, call):
        hat = rapporteur()
        assignment = opened(fiche(call), hat)
        first, second = criteria_of(assignment)
        save_draft(assignment, Typed(values={first.pk: 0}), by=hat)
        with pytest.raises(IncompleteReview) as refusal:
            submit(assignment, by=hat)
        assert [(gap.criterion, gap.wants) for gap in refusal.value.gaps] == [
            (first.pk, "justification"),
            (second.pk, "value"),
            (None, "opinion"),
        ]
        assert refusal.value.gaps[0].sentence == "Une note de 0 se motive : dites ce qui manque à la fiche."

    def test_submitted_is_final_and_journaled(self, call):
        hat = rapporteur()
        review = scored(fiche(call), hat, value=3)
        assert (review.total, review.state, review.submitted_at) == (Decimal("15.00"), ReviewState.SUBMITTED, NOW)
        entry = JournalEntry.objects.get(deed="commission.submit_review")
        assert entry.data["total"] == "15.00"
        assert entry.data["scores"] == {"critere-1": 3, "critere-2": 3}
        for deed in (lambda: save_draft(review.assignment, Typed(), by=hat), lambda: submit(review.assignment, by=hat)):
            with pytest.raises(OutOfTurn, match="ne change plus"):
                deed()

    def test_nothing_is_scored_before_admissibility_nor_after_the_decision(self, call):
        """Case 35."""
        hat = rapporteur()
        application = fiche(call)
        assignment = opened(application, hat)
        Application.objects.filter(pk=application.pk).update(state=ApplicationState.DEPOSITED)
        with pytest.raises(OutOfTurn, match="recevable"):
            save_draft(assignment, Typed(), by=hat)
        Application.objects.filter(pk=application.pk).update(state=ApplicationState.ADMISSIBLE)
        save_draft(assignment, whole(assignment), by=hat)
        submit(assignment, by=hat)
        scored(application, rapporteur(NationalParty.ANACT))
        validated(application)
        with pytest.raises(OutOfTurn, match="examen est clos"):
            save_draft(assignment, Typed(), by=hat)

    def test_next_visits_every_unfinished_review(self, call):
        hat = rapporteur()
        assignments = [opened(fiche(call), hat) for _ in range(3)]
        seen, present = set(), assignments[0]
        for hour in range(3):
            save_draft(present, Typed(comment="Vu."), by=hat, now=NOW.replace(hour=10 + hour))
            seen.add(present.pk)
            present = next_to_do(hat, present)
        assert seen == {assignment.pk for assignment in assignments}
        assert next_to_do(rapporteur(), assignments[0]) is None


class TestSight:
    def test_a_rapporteur_sees_the_other_once_their_own_is_in(self, call):
        """Case 36: each judges alone first."""
        application = fiche(call)
        hat, other = rapporteur(), rapporteur(NationalParty.ANACT)
        theirs = scored(application, other)
        assert theirs not in Review.objects.visible_to(hat)
        mine = scored(application, hat)
        assert set(Review.objects.visible_to(hat)) == {mine, theirs}

    def test_another_fiches_reviews_stay_closed(self, call):
        hat = rapporteur()
        scored(fiche(call), hat)
        theirs = scored(fiche(call), rapporteur(NationalParty.ANACT))
        assert theirs not in Review.objects.visible_to(hat)

    def test_the_commission_sees_submitted_reviews_only(self, call):
        application = fiche(call)
        opened(application, rapporteur())
        done = scored(application, rapporteur(NationalParty.ANACT))
        for hat in (secretary(), signatory()):
            assert list(Review.objects.visible_to(hat)) == [done]
        assert not Review.objects.visible_to(None).exists()
        assert Assignment.objects.visible_to(signatory()).count() == 0
