"""An instalment is paid once, by one act that writes the ledger."""

from datetime import timedelta

import pytest

from core.verdicts import NotAllowed, OutOfTurn, Refused
from grants import agreeing, bookkeeping, paying
from grants.enums import InstalmentState, Nature
from grants.models import LedgerEntry
from records.models import JournalEntry
from tests.factories import NOW
from tests.grants.funded import BEGAN, TODAY, funded, paper
from tests.together import outcomes_of

pytestmark = pytest.mark.both_engines


def states(agreement):
    return [row.state(TODAY) for row in agreement.instalments.with_payment().select_related("agreement")]


@pytest.mark.django_db
def test_paying_writes_the_ledger_and_says_so_once():
    """Case 17: a second click gives the entry that exists."""
    here = funded()
    agreement = here.signed()
    first = agreement.instalments.first()
    entry = paying.pay(first, on=TODAY, upload=paper("virement.pdf"), by=here.ars_writer, now=NOW)
    assert paying.pay(first, on=TODAY, by=here.ars_signatory, now=NOW) == entry
    assert (entry.amount, entry.nature, entry.beneficiary) == (first.amount, Nature.INSTALMENT, here.aract)
    assert entry.piece.name == "virement.pdf"
    assert states(agreement)[0] == InstalmentState.PAID
    assert JournalEntry.objects.filter(deed="grants.pay").count() == 1


@pytest.mark.django_db
def test_states_follow_the_calendar_and_a_reversal_makes_it_due_again():
    here = funded()
    agreement = here.signed()
    assert states(agreement) == [InstalmentState.LATE, InstalmentState.DUE, InstalmentState.DUE]
    (entry,) = here.pay(agreement)
    bookkeeping.reverse(entry, reason="Virement rejeté", by=here.ars_writer, now=NOW)
    assert states(agreement)[0] == InstalmentState.LATE
    (again,) = here.pay(agreement)
    assert again != entry
    assert agreement.project.agreements.with_paid().get().paid == again.amount


@pytest.mark.django_db
def test_nothing_is_paid_before_both_signed_nor_after_the_end_nor_by_another():
    here, elsewhere = funded(), funded()
    agreement = here.drafted()
    first = agreement.instalments.first()
    with pytest.raises(OutOfTurn, match="en préparation"):
        paying.pay(first, on=TODAY, by=here.ars_writer, now=NOW)
    here.sign(agreement)
    for hat in (here.aract_signatory, elsewhere.ars_writer):
        with pytest.raises(NotAllowed):
            paying.pay(first, on=TODAY, by=hat, now=NOW)
    for on in (BEGAN - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused):
            paying.pay(first, on=on, by=here.ars_writer, now=NOW)
    agreeing.end(agreement, on=TODAY, reason="Renoncement", by=here.ars_signatory, now=NOW)
    with pytest.raises(OutOfTurn, match="terminée"):
        paying.pay(first, on=TODAY, by=here.ars_writer, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_payments_at_once_write_one_entry():
    here = funded()
    agreement = here.signed()
    first = agreement.instalments.first()
    hats = [here.ars_writer, here.ars_signatory] * 2
    given = outcomes_of(
        *(lambda hat=hat: paying.pay(type(first).objects.get(pk=first.pk), on=TODAY, by=hat, now=NOW) for hat in hats)
    )
    assert len(given) == 4
    assert {entry.pk for entry in given} == {LedgerEntry.objects.get().pk}
