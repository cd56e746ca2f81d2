"""The envelope of days: what is done, what it cost, what is left, where the pace leads."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from core.verdicts import NotAllowed, OutOfTurn, Refused
from regions.models import RegionalProject
from tests.factories import NOW, RegionalProjectFactory, secretary
from tests.worklog.logged import (
    AWARDED,
    NOVEMBER,
    OCTOBER,
    ars_writer,
    consultant,
    entry,
    living,
    noted,
    plan,
    signatory,
)
from worklog.alerts import alerts
from worklog.burn import burn, burns, due_days, forecast_of
from worklog.models import DayRate
from worklog.rates import set_rate
from worklog.recording import record_days
from worklog.sealing import seal

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
TODAY = NOW.date()


def full_days(project, hat, number: int) -> None:
    """As many whole days from the award on."""
    entries = [entry(hat, AWARDED + timedelta(days=rank), "1") for rank in range(number)]
    record_days(project, entries, by=hat, now=NOW)


def test_days_cost_the_plans_rate_until_the_aract_sets_one():
    project = living()
    plan(project, 100)
    hat = consultant(project)
    full_days(project, hat, 10)
    before = burn(project, TODAY)
    assert (before.planned, before.done, before.remaining) == (100, 10, 90)
    assert (before.rate.amount, before.rate.agreed, before.spent) == (Decimal("700.00"), False, Decimal(7000))
    set_rate(project, year=2026, amount=Decimal(620), by=signatory(project), now=NOW)
    after = burn(project, TODAY)
    assert (after.rate.agreed, after.spent, after.left, after.share) == (True, Decimal(6200), Decimal(63800), 8)
    # 63 800 / 620 = 102,9.
    assert after.days_left == Decimal("102.75")


def test_sealed_months_keep_their_price():
    project = living()
    plan(project, 100)
    hat = consultant(project)
    record_days(project, [entry(hat, OCTOBER, "1"), entry(hat, NOVEMBER, "1")], by=hat, now=NOW)
    seal(project, OCTOBER, by=hat, now=NOW)
    set_rate(project, year=2026, amount=Decimal(600), by=signatory(project), now=NOW)
    assert burn(project, TODAY).spent == Decimal(700 + 600)


def test_a_project_without_plan_nor_rate_says_that_it_knows_no_cost():
    project = living()
    noted(project, consultant(project))
    known = burn(project, TODAY)
    assert (known.rate, known.spent, known.days_left, known.forecast_days) == (None, 0, None, None)


def test_a_fixed_share_of_zero_makes_days_that_cost_nothing(as_hat):
    """Case 56: known to be nothing, which is not the same as not known."""
    project = living(award__fixed=Decimal(0))
    plan(project, 80)
    noted(project, consultant(project))
    known = burn(project, TODAY)
    assert (known.rate.amount, known.spent, known.left, known.days_left) == (0, 0, 0, None)
    shown = as_hat(signatory(project)).get(reverse("worklog:burn", args=[project.pk])).content.decode()
    assert "compte pour 0,00\xa0€" in shown
    assert "n'est pas connu" not in shown


def test_a_project_without_award_has_an_envelope_of_nothing():
    waiting = burn(RegionalProjectFactory(), TODAY)
    assert (waiting.fixed, waiting.done, waiting.share, waiting.level) == (0, 0, 0, "")


def test_the_forecast_follows_the_pace_against_the_plans_dates():
    project = living()
    first = plan(project, 80, starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 9))
    # 83 of 100 days elapsed.
    assert due_days([first], TODAY) == Decimal("66.40")
    assert forecast_of(Decimal(80), Decimal("33.2"), Decimal("66.4")) == Decimal(40)
    assert forecast_of(Decimal(80), Decimal(2), Decimal(4)) is None, "too early to say"
    first.starts_on = first.ends_on = None
    assert due_days([first], TODAY) is None


@pytest.mark.parametrize(("number", "level", "serious"), [(79, "", None), (80, "near", False), (81, "full", True)])
def test_alerts_at_80_and_100_percent(number, level, serious):
    project = living()
    plan(project, 100)
    hat = consultant(project)
    if number == 81:
        set_rate(project, year=2026, amount=Decimal(900), by=signatory(project), now=NOW)
    full_days(project, hat, number)
    assert burn(project, TODAY).level == level
    raised = alerts([project], TODAY)[project.pk] if serious is not None else []
    assert [alert.serious for alert in raised] == ([] if serious is None else [serious])
    assert project.pk in alerts([project], TODAY) or serious is None


def test_burns_cost_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    for _ in range(3):
        project = living()
        plan(project)
        noted(project, consultant(project), OCTOBER)
        seal(project, OCTOBER, by=consultant(project), now=NOW)
    projects = list(RegionalProject.objects.all())
    for some in (projects[:1], projects):
        with django_assert_num_queries(5):
            assert all(one.done == Decimal("0.5") for one in burns(some, TODAY).values())


def test_the_signatory_of_the_aract_sets_the_rate():
    project = living()
    for stranger in (consultant(project), ars_writer(project), secretary(), signatory(living())):
        with pytest.raises(NotAllowed, match="signe pour l'Aract"):
            set_rate(project, year=2026, amount=Decimal(620), by=stranger, now=NOW)
    assert not DayRate.objects.exists()


def test_a_rate_changes_until_a_month_is_sealed_at_it():
    project = living()
    hat = signatory(project)
    set_rate(project, year=2026, amount=Decimal(620), by=hat, now=NOW)
    assert set_rate(project, year=2026, amount=Decimal(640), by=hat, now=NOW).amount == 640
    noted(project, hat, OCTOBER)
    seal(project, OCTOBER, by=hat, now=NOW)
    assert set_rate(project, year=2026, amount=Decimal(640), by=hat, now=NOW).amount == 640
    with pytest.raises(OutOfTurn, match="ne change plus"):
        set_rate(project, year=2026, amount=Decimal(650), by=hat, now=NOW)
    assert set_rate(project, year=2027, amount=Decimal(660), by=hat, now=NOW).year == 2027
    for year, amount in ((2015, 620), (3000, 620), (2026, 0), (2026, -1)):
        with pytest.raises(Refused):
            set_rate(project, year=year, amount=Decimal(amount), by=hat, now=NOW)
