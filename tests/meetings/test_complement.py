"""The use of the complement (R21): within the award, version after version."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.verdicts import NotAllowed, OutOfTurn, Refused
from meetings.complement import MOST_LINES, UseLine, current_use, decide_complement, uses
from meetings.minuting import approve
from meetings.models import ComplementUse
from records.models import JournalEntry
from tests.factories import NOW, EstablishmentFactory, ParticipationFactory, member_of, retained_project
from tests.meetings.rooms import draft_of, held, prepared, room, written

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def where():
    return room()


@pytest.fixture
def committee(where):
    return held(where)


def line(amount="10000", purpose="Remplacements", establishment=None) -> UseLine:
    return UseLine(purpose, Decimal(amount), establishment)


def test_before_any_committee_all_is_left(where):
    use = current_use(where.project)
    assert (use.version, use.lines, use.left) == (0, [], Decimal(30_000))


def test_the_use_is_kept_line_by_line(where, committee):
    structure = ParticipationFactory(project=where.project).establishment
    lines = [line("10000.50", establishment=structure), line("19999.50", "Restitution")]
    decide_complement(committee, lines, by=where.ars, now=NOW)
    use = current_use(where.project)
    assert use.lines == lines
    assert (use.total, use.left) == (Decimal("30000.00"), Decimal(0))
    assert [kept.beneficiary for kept in use.lines] == [structure.name, "Le binôme ARS–Aract"]


def test_a_cent_too_much_is_refused_and_nothing_written(where, committee):
    with pytest.raises(Refused, match=r"0,01\s€ de plus"):
        decide_complement(committee, [line("30000.00"), line("0.01", "Un centime")], by=where.ars, now=NOW)
    assert not ComplementUse.objects.exists()


def test_a_later_committee_revises_by_a_new_version(where, committee):
    later = held(where, days=2, title="COPIL n° 2")
    decide_complement(committee, [line("20000")], by=where.ars, now=NOW)
    decide_complement(later, [line("30000")], by=where.aract, now=NOW)
    assert [(use.version, use.total) for use in uses(where.project)] == [(2, 30_000), (1, 20_000)]
    with pytest.raises(OutOfTurn, match="plus récent"):
        decide_complement(committee, [line("5000")], by=where.ars, now=NOW)


def test_the_same_lines_twice_make_one_version(where, committee):
    for _ in range(2):
        decide_complement(committee, [line()], by=where.ars, now=NOW)
    assert ComplementUse.objects.count() == 1
    assert JournalEntry.objects.filter(deed="meetings.decide_complement").count() == 1


def test_only_a_steering_committee_that_began_decides(where):
    with pytest.raises(OutOfTurn, match="COPIL"):
        decide_complement(held(where, kind="collectif"), [line()], by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="trop tôt"):
        decide_complement(prepared(where), [line()], by=where.ars, now=NOW)
    begun = prepared(where, starts_at=NOW - timedelta(hours=1), now=NOW - timedelta(days=1))
    with pytest.raises(OutOfTurn, match="présences"):
        decide_complement(begun, [line()], by=where.ars, now=NOW)
    assert decide_complement(held(where), [line()], by=where.ars, now=NOW).version == 1


def test_approved_minutes_close_the_decision(where):
    committee = written(where)
    approve(draft_of(committee), by=where.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="approuvé"):
        decide_complement(committee, [line()], by=where.ars, now=NOW)


def test_a_project_without_complement_has_nothing_to_use():
    where = room(award__complement=Decimal(0))
    with pytest.raises(Refused, match="de plus que"):
        decide_complement(held(where), [line("0.01")], by=where.ars, now=NOW)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity", "1E+9"])
def test_nonsense_amounts_are_refused(where, committee, amount):
    """Case 47."""
    with pytest.raises(Refused):
        decide_complement(committee, [line(amount)], by=where.ars, now=NOW)


def test_beneficiaries_take_part_in_the_project(where, committee):
    """Case 34."""
    with pytest.raises(Refused, match="ne participe pas"):
        decide_complement(committee, [line(establishment=EstablishmentFactory())], by=where.ars, now=NOW)


def test_lines_are_some_and_not_too_many(where, committee):
    with pytest.raises(Refused, match="au moins une ligne"):
        decide_complement(committee, [], by=where.ars, now=NOW)
    with pytest.raises(Refused, match="au plus"):
        decide_complement(committee, [line("1")] * (MOST_LINES + 1), by=where.ars, now=NOW)


def test_strangers_decide_nothing(committee):
    with pytest.raises(NotAllowed):
        decide_complement(committee, [line()], by=member_of(retained_project().ars), now=NOW)


def test_reading_the_use_takes_a_constant_number_of_queries(where, committee, django_assert_num_queries):
    decide_complement(committee, [line("1")], by=where.ars, now=NOW)
    where.project.refresh_from_db()
    assert where.project.award
    with django_assert_num_queries(2):
        current_use(where.project)
    structures = [ParticipationFactory(project=where.project).establishment for _ in range(3)]
    decide_complement(committee, [line("1", establishment=one) for one in structures], by=where.ars, now=NOW)
    with django_assert_num_queries(3):
        current_use(where.project)
