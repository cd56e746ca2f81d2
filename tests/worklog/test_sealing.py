"""A month becomes final once, by the Aract, then by the ARS; nothing moves it afterwards."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from core.verdicts import NotAllowed, OutOfTurn, Refused
from core.wording import PARIS
from records.models import JournalEntry
from records.sealing import hash_of
from tests.factories import NOW, secretary
from tests.worklog.logged import (
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    ars_writer,
    consultant,
    entry,
    living,
    noted,
    plan,
    signatory,
)
from worklog.models import DayRate, MonthSeal, WorkDay
from worklog.recording import record_days
from worklog.sealing import seal, see
from worklog.statement import content_of, month_period, statement

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def project():
    project = living()
    plan(project)
    return project


@pytest.fixture
def hat(project):
    return consultant(project)


def test_sealing_freezes_the_sums_and_a_hash_of_every_line(project, hat):
    record_days(project, [entry(hat, OCTOBER, "0.5"), entry(hat, date(2026, 10, 31), "1")], by=hat, now=NOW)
    made = seal(project, OCTOBER, by=hat, now=NOW)
    # 70 000 € for 100 days.
    assert (made.days, made.amount) == (Decimal("1.5"), Decimal("1050.00"))
    assert [line["days"] for line in made.content["lines"]] == ["0.50", "1.00"]
    assert made.sha256 == hash_of(made.content)
    assert JournalEntry.objects.about(made).get().data["sha256"] == made.sha256


def test_sealing_twice_gives_the_same_seal(project, hat):
    first = seal(project, OCTOBER, by=hat, now=NOW)
    assert seal(project, OCTOBER, by=signatory(project), now=NOW + timedelta(days=1)) == first
    assert MonthSeal.objects.count() == 1
    assert JournalEntry.objects.filter(deed="worklog.seal").count() == 1


def test_a_month_is_sealed_once_over_and_not_before(project, hat):
    last_minute = datetime(2026, 10, 31, 23, 59, tzinfo=PARIS)
    with pytest.raises(OutOfTurn, match="pas fini"):
        seal(project, OCTOBER, by=hat, now=last_minute)
    assert seal(project, OCTOBER, by=hat, now=last_minute + timedelta(minutes=1))
    for month in (date(2026, 8, 1), date(2025, 10, 1)):
        with pytest.raises(OutOfTurn, match="ne vivait pas"):
            seal(project, month, by=hat, now=NOW)


def test_the_last_month_is_sealed_at_the_closing(project, hat):
    type(project.award).objects.update(closed_on=date(2026, 11, 20))
    assert seal(project, NOVEMBER, by=hat, now=NOW).month == NOVEMBER
    with pytest.raises(OutOfTurn, match="ne vivait pas"):
        seal(project, date(2026, 12, 1), by=hat, now=NOW + timedelta(days=60))


def test_what_is_sealed_is_what_was_shown(project, hat):
    noted(project, hat, OCTOBER)
    shown = hash_of(content_of(statement(project, month_period(OCTOBER), NOW.date())))
    noted(project, hat, OCTOBER + timedelta(days=1))
    with pytest.raises(OutOfTurn, match="ont changé"):
        seal(project, OCTOBER, by=hat, now=NOW, shown=shown)
    assert not MonthSeal.objects.exists()


def test_days_without_a_known_cost_are_not_sealed(hat, project):
    project.stages.all().delete()
    noted(project, hat, OCTOBER)
    with pytest.raises(Refused, match="coût"):
        seal(project, OCTOBER, by=hat, now=NOW)
    DayRate.objects.create(aract=project.aract, year=2026, amount=620, set_at=NOW, set_by=hat)
    assert seal(project, OCTOBER, by=hat, now=NOW).amount == Decimal("310.00")


def test_the_aract_seals_and_the_ars_sees(project, hat):
    ars = ars_writer(project)
    for stranger in (ars, secretary(), consultant(living())):
        with pytest.raises(NotAllowed, match="par l'Aract"):
            seal(project, OCTOBER, by=stranger, now=NOW)
    made = seal(project, OCTOBER, by=hat, now=NOW)
    for stranger in (hat, secretary(), ars_writer(living())):
        with pytest.raises(NotAllowed, match="l'ARS du projet"):
            see(made, by=stranger, now=NOW)
    first = see(made, by=ars, now=NOW)
    again = see(made, by=ars_writer(project), now=NOW + timedelta(days=2))
    assert (first.seen_by, again.seen_by, again.seen_at) == (ars, ars, NOW)
    assert JournalEntry.objects.filter(deed="worklog.see").count() == 1


def test_the_database_guards_sealed_days_and_seals(project, hat):
    row = noted(project, hat, OCTOBER)
    loose = noted(project, hat, NOVEMBER)
    made = see(seal(project, OCTOBER, by=hat, now=NOW), by=ars_writer(project), now=NOW)
    attempts = [
        lambda: WorkDay.objects.filter(pk=row.pk).update(days=1),
        lambda: WorkDay.objects.filter(pk=row.pk).delete(),
        lambda: WorkDay.objects.filter(pk=loose.pk).update(worked_on=OCTOBER + timedelta(days=4)),
        lambda: WorkDay.objects.bulk_create(
            [
                WorkDay(
                    project=project, stage=row.stage, consultant=hat, worked_on=date(2026, 10, 9), days=1, logged_by=hat
                )
            ]
        ),
        lambda: MonthSeal.objects.filter(pk=made.pk).update(days=9),
        lambda: MonthSeal.objects.filter(pk=made.pk).update(seen_at=None, seen_by=None),
        lambda: MonthSeal.objects.filter(pk=made.pk).delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="scellé"), transaction.atomic():
            attempt()
    # Other months, and the same month of another project, stay free.
    WorkDay.objects.filter(pk=loose.pk).update(days=1)
    other = living()
    noted(other, consultant(other), OCTOBER)


def test_a_sealed_statement_keeps_its_words_when_names_change(project, hat):
    noted(project, hat, OCTOBER)
    made = seal(project, OCTOBER, by=hat, now=NOW)
    type(hat).objects.filter(pk=hat.pk).update(job_title="Autre titre")
    stated = statement(project, month_period(OCTOBER), NOW.date())
    assert stated.lines[0].consultant == "Chargé de mission"
    assert hash_of(content_of(stated)) == made.sha256


def test_an_empty_month_may_be_sealed(project, hat):
    assert seal(project, SEPTEMBER, by=hat, now=NOW).days == 0
