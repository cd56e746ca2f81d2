"""What is written by hand: within what was granted, below the threshold without agreement, undone by reversal."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from core.verdicts import NotAllowed, OutOfTurn, Refused
from grants import bookkeeping
from grants.accounting import balance, given_in_year, holdings_of
from grants.enums import Account, Nature
from grants.models import LedgerEntry
from records.models import JournalEntry
from tests.factories import NOW, RegionalProjectFactory
from tests.grants.funded import TODAY, funded
from tests.together import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def aid(here, beneficiary, amount, **values):
    given = {"nature": Nature.AID, "beneficiary": beneficiary, "label": "Aide", "counterpart": "", **values}
    return here.bought(Decimal(amount), **given)


def test_aid_of_exactly_the_threshold_passes_and_one_cent_more_wants_an_agreement():
    here = funded()
    partner = here.partner()
    with pytest.raises(Refused, match="suppose une convention"):
        aid(here, partner, "23000.01")
    aid(here, partner, "23000.00")
    with pytest.raises(Refused, match=r"23\xa0000,01"):
        aid(here, partner, "0.01")
    assert given_in_year(partner, TODAY.year) == Decimal("23000.00")


def test_the_threshold_is_yearly():
    here = funded(award__awarded_on=TODAY - timedelta(days=400))
    partner = here.partner()
    aid(here, partner, 20_000, on=TODAY - timedelta(days=365))
    aid(here, partner, 5_000)
    assert given_in_year(partner, TODAY.year) == Decimal(5_000)


def test_the_threshold_adds_up_the_projects_of_an_ars():
    here = funded()
    other = RegionalProjectFactory(region=here.project.region, ars=here.project.ars, aract=here.project.aract)
    type(here.project.award).objects.create(
        project=other, fixed=70_000, complement=30_000, notice_number="N", awarded_on=here.project.award.awarded_on
    )
    partner = here.partner()
    aid(here, partner, 20_000)
    with pytest.raises(Refused, match="convention"):
        bookkeeping.record(
            other,
            nature=Nature.AID,
            account=Account.COMPLEMENT,
            amount=Decimal("3000.01"),
            on=TODAY,
            label="Aide",
            beneficiary=partner,
            by=here.ars_writer,
            now=NOW,
        )


def test_what_an_agreement_pays_counts_for_the_threshold_and_a_purchase_does_not():
    here = funded()
    partner = here.partner()
    here.pay(here.signed(partner, amount=Decimal(20_000), pattern="once"))
    with pytest.raises(Refused, match="convention"):
        aid(here, partner, "3000.01")
    here.bought(Decimal(4000), counterpart=partner.name)
    aid(here, partner, 3000)


@pytest.mark.django_db(transaction=True)
def test_two_aids_at_once_do_not_pass_the_threshold_together():
    here = funded()
    partner = here.partner()
    refusals = at_once(*[lambda: aid(here, partner, 12_000)] * 2)
    assert len(refusals) == 1
    assert given_in_year(partner, TODAY.year) == Decimal(12_000)


def test_credits_never_exceed_the_decision_nor_purchases_what_is_left():
    here = funded()
    grant = {"nature": Nature.GRANT, "counterpart": "DGOS", "account": Account.FIXED}
    here.bought(Decimal("69999.99"), **grant)
    with pytest.raises(Refused, match="il reste 0,01"):
        here.bought(Decimal("0.02"), **grant)
    here.bought(Decimal("0.01"), **grant)
    here.bought(Decimal("29999.99"))
    with pytest.raises(Refused, match="Il ne reste que 0,01"):
        here.bought(Decimal("0.02"))


def test_the_fixed_share_and_co_funding_have_their_own_ways():
    here = funded()
    with pytest.raises(Refused, match="Aract"):
        here.bought(account=Account.FIXED)
    with pytest.raises(Refused, match="Il ne reste que 0,00"):
        here.bought(account=Account.COFUNDING)
    with pytest.raises(Refused, match="cofinancements"):
        here.bought(nature=Nature.GRANT, account=Account.COFUNDING)
    with pytest.raises(Refused, match="depuis sa convention"):
        here.bought(nature=Nature.INSTALMENT)


def test_the_same_form_sent_twice_writes_one_row():
    """Case 17."""
    here = funded()
    key = uuid.uuid4()
    assert here.bought(key=key) == here.bought(key=key)
    assert JournalEntry.objects.filter(deed="grants.record").count() == 1


def test_money_moves_after_the_award_and_not_tomorrow():
    here = funded()
    for on in (here.project.award.awarded_on - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused):
            here.bought(on=on)


def test_a_reversal_undoes_names_and_explains_once():
    here = funded()
    entry = here.bought(Decimal("12.34"))
    made = bookkeeping.reverse(entry, reason="Facture en double", by=here.ars_signatory, now=NOW)
    assert bookkeeping.reverse(entry, reason="Encore", by=here.ars_writer, now=NOW) == made
    assert (made.reverses, made.label, made.signed) == (entry, "Facture en double", Decimal("12.34"))
    assert balance(here.project, Account.COMPLEMENT) == 0
    assert holdings_of(here.project)[Account.COMPLEMENT].left == Decimal(30_000)
    with pytest.raises(OutOfTurn, match="ne se corrige pas"):
        bookkeeping.reverse(made, reason="Rien", by=here.ars_writer, now=NOW)


def test_only_the_ars_keeps_the_ledger():
    here, elsewhere = funded(), funded()
    entry = here.bought()
    for hat in (here.aract_signatory, elsewhere.ars_signatory):
        with pytest.raises(NotAllowed):
            bookkeeping.reverse(entry, reason="Non", by=hat, now=NOW)
        with pytest.raises(NotAllowed):
            bookkeeping.record(
                here.project,
                nature=Nature.PURCHASE,
                account=Account.COMPLEMENT,
                amount=Decimal(1),
                on=TODAY,
                label="Non",
                by=hat,
                now=NOW,
            )


def test_balances_add_up_whatever_was_undone():
    here = funded()
    for account in (Account.FIXED, Account.COMPLEMENT):
        here.bought(Decimal(10_000), nature=Nature.GRANT, account=account, counterpart="DGOS")
    entries = [here.bought(Decimal(amount)) for amount in ("0.10", "0.20", "3333.33")]
    bookkeeping.reverse(entries[1], reason="Erreur", by=here.ars_writer, now=NOW)
    for one in holdings_of(here.project).values():
        assert one.balance == balance(here.project, one.account)
    rows = LedgerEntry.objects.filter(account=Account.COMPLEMENT).with_balance().order_by("on", "pk")
    assert [row.balance for row in rows] == list(map(Decimal, ("10000", "9999.90", "9999.70", "6666.37", "6666.57")))
