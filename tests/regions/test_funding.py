"""Complement and co-funding (R19–R23)."""

from decimal import Decimal

import pytest

from core.verdicts import Refused
from regions.enums import FundingState
from regions.funding import add_cofunding, ask_complement, budget, change_cofunding
from tests.factories import RegionalProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return RegionalProjectFactory()


def line(project, amount, state=FundingState.ASKED):
    return add_cofunding(project, funder="GRADeS", purpose="Ateliers", amount=Decimal(amount), state=state)


def test_the_sums_close_to_the_cent(project):
    ask_complement(project, amount=Decimal("54321.10"), reason="Deux terrains éloignés.")
    lines = [line(project, "0.10"), line(project, "0.20"), line(project, "1000.01", FundingState.GRANTED)]
    figures = budget(project, lines)
    assert (figures.fixed, figures.complement) == (Decimal("70000.00"), Decimal("54321.10"))
    assert (figures.asked, figures.granted, figures.cofunded) == (
        Decimal("0.30"),
        Decimal("1000.01"),
        Decimal("1000.31"),
    )
    assert figures.total == Decimal("125321.41") == figures.call_share + figures.cofunded


def test_no_complement_yet_counts_for_nothing(project):
    assert budget(project, []).total == Decimal(70000)
    ask_complement(project, amount=None, reason="")
    project.refresh_from_db()
    assert project.requested_complement is None


def test_the_complement_fits_in_the_envelope(project):
    ask_complement(project, amount=Decimal(930000), reason="Tout")
    with pytest.raises(Refused, match="ne peut pas dépasser 930"):
        ask_complement(project, amount=Decimal("930000.01"), reason="Un peu plus")
    project.refresh_from_db()
    assert project.requested_complement == Decimal(930000)


def test_a_line_changes(project):
    row = line(project, "10")
    change_cofunding(row, funder="Région", purpose="", amount=Decimal(20), state=FundingState.GRANTED)
    assert project.cofundings.get().funder == "Région"
