"""Two people at the same instant on money asked back: one act, and a ledger that agrees with it."""

from decimal import Decimal

import pytest

from acts.enums import ActKind
from acts.models import Act
from grants import hearing, recovering
from grants.models import Agreement, Hearing, LedgerEntry, Recovery
from tests.factories import NOW
from tests.grants.funded import TODAY, funded
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_invitations_at_once_make_one():
    here = funded()
    key = here.over().pk
    assert at_once(*[lambda: here.invited(Agreement.objects.get(pk=key))] * 3) == []
    assert (Hearing.objects.count(), Act.objects.filter(kind=ActKind.OBSERVATIONS).count()) == (1, 1)


def test_two_decisions_at_once_make_one():
    here = funded()
    key = here.answered(here.invited(here.over())).pk

    def decide() -> None:
        waiting = Hearing.objects.get(pk=key)
        recovering.decide(waiting, amount=Decimal(1500), reason="R", by=here.ars_signatory, now=NOW)

    assert at_once(*[decide] * 3) == []
    assert (Recovery.objects.count(), Act.objects.filter(kind=ActKind.RECOVERY).count()) == (1, 1)


def test_a_decision_and_its_being_given_up_at_once_leave_one_of_them():
    here = funded()
    key = here.answered(here.invited(here.over())).pk
    refusals = at_once(
        lambda: recovering.decide(
            Hearing.objects.get(pk=key), amount=Decimal(1500), reason="R", by=here.ars_signatory, now=NOW
        ),
        lambda: hearing.give_up(Hearing.objects.get(pk=key), by=here.ars_signatory, now=NOW),
    )
    assert len(refusals) == 1
    assert "close" in refusals[0].reason


def test_a_repayment_and_the_end_of_its_decision_at_once_leave_one_of_them():
    here = funded()
    key = here.recovered(here.over()).pk
    refusals = at_once(
        lambda: recovering.repay(
            Recovery.objects.get(pk=key), amount=Decimal(500), on=TODAY, by=here.ars_writer, now=NOW
        ),
        lambda: recovering.lift(Recovery.objects.get(pk=key), reason="R", by=here.ars_signatory, now=NOW),
    )
    assert len(refusals) == 1
    lifted = Recovery.objects.get(pk=key).lift_id is not None
    assert LedgerEntry.objects.filter(recovery=key).exists() != lifted
