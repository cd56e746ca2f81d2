"""Other funders after the award: the fiche keeps what was announced, the ledger what came (R23)."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from core.verdicts import NotAllowed, OutOfTurn, Refused
from grants import bookkeeping, cofunding
from grants.accounting import holdings_of
from grants.enums import Account
from grants.models import Contribution
from regions.models import CoFunding
from tests.factories import NOW
from tests.grants.funded import TODAY, funded

pytestmark = pytest.mark.django_db


def confirm(here, amount="8000", line=None, **values):
    given = {"funder": "Conseil régional", "purpose": "", "on": TODAY, "by": here.ars_writer, **values}
    return cofunding.confirm(here.project, cofunding=line, amount=Decimal(amount), now=NOW, **given)


def revise(here, one, amount, **values):
    given = {"on": TODAY, "by": here.ars_writer, **values}
    return cofunding.revise(one, amount=Decimal(amount), now=NOW, **given)


def receive(here, one, amount, **values):
    return cofunding.receive(one, amount=Decimal(amount), on=TODAY, by=here.ars_writer, now=NOW, **values)


def test_confirming_a_line_of_the_fiche_leaves_the_fiche_as_it_was():
    here = funded()
    line = CoFunding.objects.create(project=here.project, funder="GRADeS", purpose="Salle", amount=Decimal(9000))
    one = confirm(here, "7500.50", line)
    assert (one.funder, one.purpose, one.confirmed) == ("GRADeS", "Salle", Decimal("7500.50"))
    assert revise(here, one, "0").confirmed == 0
    line.refresh_from_db()
    assert (line.amount, Contribution.objects.count()) == (Decimal(9000), 1)


@pytest.mark.parametrize("announced", [True, False])
def test_a_funder_confirmed_by_another_person_is_not_written_over(announced):
    """Case 49."""
    here = funded()
    line = CoFunding.objects.create(project=here.project, funder="GRADeS", amount=Decimal(9000)) if announced else None
    one = confirm(here, "7500.50", line)
    assert confirm(here, "7500.50", line) == one
    with pytest.raises(OutOfTurn, match=r"7\xa0500,50"):
        confirm(here, "9000", line)
    assert Contribution.objects.get().confirmed == Decimal("7500.50")


def test_money_comes_once_and_within_what_was_confirmed():
    """Case 17."""
    here = funded()
    one, key = confirm(here), uuid.uuid4()
    assert receive(here, one, "5000", key=key) == receive(here, one, "5000", key=key)
    with pytest.raises(Refused, match=r"3\xa0000,00"):
        receive(here, one, "3000.01")
    receive(here, one, "3000")
    with pytest.raises(Refused, match="déjà reçus"):
        revise(here, one, "7999.99")
    assert holdings_of(here.project)[Account.COFUNDING].left == Decimal(8000)


def test_what_came_can_be_spent_and_then_no_longer_undone():
    here = funded()
    entry = receive(here, confirm(here), "5000")
    here.bought(Decimal(5000), account=Account.COFUNDING)
    with pytest.raises(Refused, match="déjà dépensé"):
        bookkeeping.reverse(entry, reason="Erreur", by=here.ars_writer, now=NOW)


def test_another_projects_line_a_day_to_come_and_another_hat_are_refused():
    here, elsewhere = funded(), funded()
    line = CoFunding.objects.create(project=elsewhere.project, funder="GRADeS", amount=Decimal(9000))
    with pytest.raises(Refused, match="pas celui"):
        confirm(here, line=line)
    with pytest.raises(Refused, match="à venir"):
        confirm(here, on=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        confirm(here, by=here.aract_signatory)
    one = confirm(here)
    with pytest.raises(NotAllowed):
        revise(here, one, "1", by=here.aract_signatory)
    with pytest.raises(NotAllowed):
        cofunding.receive(one, amount=Decimal(1), on=TODAY, by=elsewhere.ars_writer, now=NOW)
