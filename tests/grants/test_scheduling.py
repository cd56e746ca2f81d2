"""Instalments add up to the agreement's amount, to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.verdicts import NotAllowed, OutOfTurn, Refused
from grants.scheduling import MOST, PATTERNS, Planned, plan, split, usual
from tests.factories import NOW
from tests.grants.funded import TODAY, funded

AMOUNTS = st.decimals("0.01", "999999999.99", places=2)


@given(AMOUNTS, st.lists(st.integers(1, 10_000), min_size=1, max_size=12))
def test_parts_add_up_whatever_the_shares(amount, shares):
    parts = split(amount, shares)
    assert sum(parts) == amount
    assert all(part >= 0 and part == part.quantize(Decimal("0.01")) for part in parts)


@given(AMOUNTS, st.sampled_from(sorted(PATTERNS)))
def test_a_usual_schedule_is_whole_and_within_the_agreement(amount, pattern):
    starts_on, ends_on = date(2026, 1, 20), date(2027, 6, 30)
    lines = usual(amount, pattern, starts_on, ends_on)
    assert sum(line.amount for line in lines) == amount
    assert all(line.amount > 0 and starts_on <= line.due_on <= ends_on for line in lines)


def lines(*amounts):
    return [Planned(f"Échéance {n}", TODAY + timedelta(days=n), Decimal(amount)) for n, amount in enumerate(amounts)]


@pytest.mark.django_db
def test_a_draft_takes_a_schedule_that_closes_and_no_other():
    here = funded()
    agreement = here.drafted()
    plan(agreement, lines("69999.99", "0.01"), by=here.ars_writer, now=NOW)
    assert list(agreement.instalments.values_list("amount", flat=True)) == [Decimal("69999.99"), Decimal("0.01")]
    for wrong, word in ((("70000.01",), "en trop"), (("69999.99",), "à ajouter"), ((), "au moins")):
        with pytest.raises(Refused, match=word):
            plan(agreement, lines(*wrong), by=here.ars_writer, now=NOW)
    with pytest.raises(Refused, match="au plus"):
        plan(agreement, lines(*["1"] * MOST, "69992"), by=here.ars_writer, now=NOW)
    assert agreement.instalments.count() == 2


@pytest.mark.django_db
def test_a_signed_schedule_stands_and_only_the_ars_writes_one():
    here = funded()
    agreement = here.drafted()
    with pytest.raises(NotAllowed):
        plan(agreement, lines("70000"), by=here.aract_signatory, now=NOW)
    here.sign(agreement)
    with pytest.raises(OutOfTurn, match="avenant"):
        plan(agreement, lines("70000"), by=here.ars_writer, now=NOW)
