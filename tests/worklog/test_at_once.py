"""Deeds at the same instant: a day never holds more than one, a month is sealed once, no day slips into it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from regions.models import RegionalProject
from tests.factories import NOW
from tests.together import at_once
from tests.worklog.logged import OCTOBER, TUESDAY, ars_writer, consultant, entry, living, noted, plan, signatory, stage
from worklog.copying import copy_week
from worklog.correcting import correct
from worklog.entries import DaysRefused, Line
from worklog.models import DayRate, MonthSeal, WorkDay
from worklog.rates import set_rate
from worklog.recording import record_days
from worklog.sealing import seal, see

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(project: RegionalProject) -> RegionalProject:
    return RegionalProject.objects.select_related("award", "ars", "aract", "region", "call").get(pk=project.pk)


def test_a_persons_day_holds_one_whatever_the_projects_written_at_once():
    first = living()
    others = [living(ars=first.ars, aract=first.aract) for _ in range(2)]
    hat = consultant(first)
    stages = [stage(), stage("CADRAGE")]
    refusals = at_once(
        *(
            lambda project=project, line=line: record_days(
                fresh(project), [entry(hat, days="0.5", line=Line(line))], by=hat, now=NOW
            )
            for project in (first, *others)
            for line in stages
        )
    )
    assert WorkDay.objects.aggregate(total=Sum("days"))["total"] == Decimal(1)
    assert [type(refusal) for refusal in refusals] == [DaysRefused] * 4


def test_a_month_sealed_while_days_are_written_holds_what_it_says():
    project = living()
    plan(project)
    hat, other = consultant(project), signatory(project)
    at_once(
        *(
            lambda rank=rank: record_days(
                fresh(project), [entry(hat, OCTOBER + timedelta(days=rank), "1")], by=hat, now=NOW
            )
            for rank in range(4)
        ),
        lambda: seal(fresh(project), OCTOBER, by=hat, now=NOW),
        lambda: seal(fresh(project), OCTOBER, by=other, now=NOW),
    )
    made = MonthSeal.objects.get()
    assert made.days == (WorkDay.objects.aggregate(total=Sum("days"))["total"] or 0)
    assert len(made.content["lines"]) == WorkDay.objects.count()


def test_two_sights_and_two_corrections_are_one():
    project = living()
    plan(project)
    hat = consultant(project)
    row = noted(project, hat, OCTOBER, "1")
    made = seal(project, OCTOBER, by=hat, now=NOW)
    readers = [ars_writer(project) for _ in range(2)]
    half = {"days_worked": Decimal("0.5"), "reason": "Réunion écourtée", "by": hat, "on": TUESDAY, "now": NOW}
    refusals = at_once(
        *(lambda by=by: see(MonthSeal.objects.get(pk=made.pk), by=by, now=NOW) for by in readers),
        *(lambda: correct(WorkDay.objects.select_related("project").get(pk=row.pk), **half) for _ in range(2)),
    )
    assert refusals == []
    assert WorkDay.objects.filter(corrects=row).count() == 1


def test_a_month_is_sealed_at_the_rate_that_stands():
    """A rate is for good once a month is sealed at it: whichever comes first, both say the same."""
    project = living()
    hat = signatory(project)
    set_rate(project, year=OCTOBER.year, amount=Decimal(600), by=hat, now=NOW)
    noted(project, hat, OCTOBER, "1")
    at_once(
        lambda: seal(fresh(project), OCTOBER, by=hat, now=NOW),
        lambda: set_rate(fresh(project), year=OCTOBER.year, amount=Decimal(700), by=hat, now=NOW),
    )
    assert MonthSeal.objects.get().amount == DayRate.objects.get().amount


def test_a_copied_week_never_covers_a_day_noted_at_that_instant():
    project = living()
    hat = consultant(project)
    noted(project, hat, TUESDAY - timedelta(days=7), "1")
    at_once(
        lambda: copy_week(fresh(project), hat, TUESDAY - timedelta(days=1), by=hat, now=NOW),
        lambda: record_days(fresh(project), [entry(hat, TUESDAY, "0.25")], by=hat, now=NOW),
    )
    assert WorkDay.objects.get(worked_on=TUESDAY).days == Decimal("0.25")
