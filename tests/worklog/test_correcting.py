"""A sealed row is corrected beside itself, in an open month, with its reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.verdicts import NotAllowed, OutOfTurn, Refused
from regions.models import StagePlan
from tests.factories import NOW
from tests.worklog.logged import OCTOBER, TUESDAY, ars_writer, consultant, entry, living, noted, plan, stage
from worklog.burn import burn
from worklog.correcting import correct, standing_days
from worklog.entries import DaysRefused, Line
from worklog.models import DayRate, WorkDay
from worklog.months import month_lines
from worklog.recording import record_days
from worklog.sealing import seal
from worklog.statement import parsed_period, statement

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
HALF, WHOLE = Decimal("0.5"), Decimal(1)


@pytest.fixture
def project():
    project = living()
    plan(project)
    return project


@pytest.fixture
def hat(project):
    return consultant(project)


@pytest.fixture
def row(project, hat):
    """A whole day of the sealed month of October."""
    row = noted(project, hat, OCTOBER, "1")
    seal(project, OCTOBER, by=hat, now=NOW)
    return row


def test_a_counter_entry_names_the_row_its_day_and_the_reason(row, hat, project):
    made = correct(row, days_worked=HALF, reason="Réunion écourtée", by=hat, now=NOW)
    assert (made.days, made.worked_on, made.corrects, made.note) == (-HALF, NOW.date(), row, "Réunion écourtée")
    row.refresh_from_db()
    assert (row.days, standing_days(row)) == (WHOLE, HALF)
    assert burn(project, NOW.date()).done == HALF


def test_correcting_to_what_is_already_so_changes_nothing(row, hat):
    correct(row, days_worked=HALF, reason="Réunion écourtée", by=hat, now=NOW)
    assert correct(row, days_worked=HALF, reason="Réunion écourtée", by=hat, now=NOW) is None
    assert WorkDay.objects.count() == 2
    assert correct(row, days_worked=WHOLE, reason="Finalement entière", by=hat, now=NOW).days == HALF


def test_an_open_month_is_corrected_in_place(project, hat):
    row = noted(project, hat)
    with pytest.raises(OutOfTurn, match="ouvert"):
        correct(row, days_worked=HALF, reason="Erreur", by=hat, now=NOW)


def test_a_counter_entry_bears_an_open_day_and_is_not_itself_corrected(row, hat):
    for on in (date(2026, 10, 15), date(2026, 12, 1), date(2026, 8, 1)):
        with pytest.raises(OutOfTurn):
            correct(row, days_worked=HALF, reason="Erreur", by=hat, on=on, now=NOW)
    made = correct(row, days_worked=HALF, reason="Erreur", by=hat, on=TUESDAY, now=NOW)
    with pytest.raises(Refused, match="ne se corrige pas"):
        correct(made, days_worked=HALF, reason="Erreur", by=hat, now=NOW)


def test_a_reason_and_quarters_are_asked(row, hat):
    with pytest.raises(Refused, match="pourquoi"):
        correct(row, days_worked=HALF, reason="  ", by=hat, now=NOW)
    for days in ("0.3", "1.25", "-0.25"):
        with pytest.raises(Refused, match="quarts"):
            correct(row, days_worked=Decimal(days), reason="Erreur", by=hat, now=NOW)


def test_the_aract_alone_corrects(row, project):
    for stranger in (ars_writer(project), consultant(living())):
        with pytest.raises(NotAllowed):
            correct(row, days_worked=HALF, reason="Erreur", by=stranger, now=NOW)


def test_corrections_count_on_the_day_that_they_correct(row, hat, project):
    """The person's sealed day lost half a day: another project may take it, and no correction takes it back then."""
    correct(row, days_worked=HALF, reason="Réunion écourtée", by=hat, now=NOW)
    other = living(ars=project.ars, aract=project.aract)
    record_days(other, [entry(hat, OCTOBER, "0.5")], by=hat, now=NOW)
    with pytest.raises(Refused, match="pas plus d'un jour"):
        correct(row, days_worked=WHOLE, reason="Finalement entière", by=hat, now=NOW)
    # The day on which the counter-entry is dated keeps its own whole.
    record_days(project, [entry(hat, TUESDAY, "1"), entry(hat, NOW.date(), "1")], by=hat, now=NOW)
    with pytest.raises(DaysRefused):
        record_days(project, [entry(hat, NOW.date(), "0.25", line=Line(stage("CADRAGE")))], by=hat, now=NOW)


def test_a_counter_entry_costs_what_the_day_did(row, hat, project):
    """A day of 2025 corrected in 2026 is counted at the rate of 2025."""
    type(project.award).objects.update(awarded_on=date(2025, 9, 1))
    old = type(project).objects.get(pk=project.pk)
    DayRate.objects.create(aract=old.aract, year=2025, amount=500, set_at=NOW, set_by=hat)
    DayRate.objects.create(aract=old.aract, year=2026, amount=800, set_at=NOW, set_by=hat)
    before = noted(old, hat, date(2025, 12, 2), "1")
    seal(old, date(2025, 12, 1), by=hat, now=NOW)
    spent = burn(old, NOW.date()).spent
    correct(before, days_worked=HALF, reason="Réunion écourtée", by=hat, now=NOW)
    assert burn(old, NOW.date()).spent == spent - 250


def test_a_counter_entry_costs_what_the_day_was_sealed_at(row, hat, project):
    """October was sealed at the price that the plan implied; a plan and a rate that come later do not reprice it."""
    sealed = burn(project, NOW.date()).spent
    StagePlan.objects.update(planned_days=40)
    DayRate.objects.create(aract=project.aract, year=OCTOBER.year, amount=300, set_at=NOW, set_by=hat)
    correct(row, days_worked=Decimal(0), reason="Journée reportée", by=hat, now=NOW)
    assert sealed > 0
    assert burn(project, NOW.date()).spent == 0
    assert sum(one.amount for one in month_lines(project, NOW.date())) == 0
    whole = parsed_period("tout", project, NOW.date())
    assert statement(project, whole, NOW.date()).amount == 0


def test_the_database_wants_a_reason(row, hat):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkDay.objects.create(
            project=row.project, stage=row.stage, consultant=hat, worked_on=TUESDAY + timedelta(days=1),
            days=-HALF, corrects=row, logged_by=hat,
        )  # fmt: skip
