"""Noting days: all or none, twice is once, and each refusal says why at its place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core.verdicts import NotAllowed, OutOfTurn
from records.models import JournalEntry
from tests.factories import NOW, RegionalProjectFactory, member_of, secretary
from tests.worklog.logged import (
    AWARDED,
    OCTOBER,
    TUESDAY,
    ars_writer,
    consultant,
    entry,
    living,
    method,
    noted,
    plan,
    signatory,
    stage,
    structure,
)
from worklog.entries import DaysRefused, Line, add_up
from worklog.models import WorkDay
from worklog.recording import log_meeting, record_days
from worklog.sealing import seal

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def project():
    return living()


@pytest.fixture
def hat(project):
    return consultant(project)


def refused(project, hat, *entries) -> dict[int, str]:
    before = WorkDay.objects.count()
    with pytest.raises(DaysRefused) as caught, transaction.atomic():
        record_days(project, entries, by=hat, now=NOW)
    assert WorkDay.objects.count() == before
    return caught.value.reasons


def test_a_line_is_written_changed_and_taken_back_with_one_journal_row_each(project, hat):
    line = Line(stage(), structure(project).establishment, method(), "Entretiens de l'équipe de nuit")
    for days, expected in (("0.5", 1), ("0.75", 1), ("0", 0)):
        done = record_days(project, [entry(hat, days=days, line=line)], by=hat, now=NOW)
        assert done.touched == 1
        assert WorkDay.objects.count() == expected
    assert [row.deed for row in JournalEntry.objects.about(project)] == ["worklog.record_days"] * 3


def test_the_same_entries_twice_change_nothing_the_second_time(project, hat):
    entries = [entry(hat), entry(hat, TUESDAY + timedelta(days=1), "1")]
    record_days(project, entries, by=hat, now=NOW)
    again = record_days(project, entries, by=hat, now=NOW)
    assert (again.touched, again.same) == (0, 2)
    assert WorkDay.objects.count() == 2
    assert JournalEntry.objects.filter(deed="worklog.record_days").count() == 1


def test_a_colleague_may_write_for_another_and_the_journal_says_so(project, hat):
    record_days(project, [entry(hat)], by=signatory(project), now=NOW)
    assert WorkDay.objects.get().consultant == hat
    assert "pour Chargé de mission" in JournalEntry.objects.get().summary


def test_only_the_aract_of_a_living_project_writes(project, hat):
    others = [ars_writer(project), secretary(), consultant(living())]
    for stranger in others:
        with pytest.raises(NotAllowed, match="par l'Aract du projet"):
            record_days(project, [entry(hat)], by=stranger, now=NOW)
    waiting = RegionalProjectFactory()
    with pytest.raises(OutOfTurn, match="pas retenu"):
        record_days(waiting, [entry(hat)], by=consultant(waiting), now=NOW)
    project.award.closed_on = date(2026, 11, 10)
    project.award.save()
    with pytest.raises(OutOfTurn, match="clos"):
        record_days(project, [entry(hat)], by=hat, now=NOW)
    assert not WorkDay.objects.exists()


def test_a_project_closed_meanwhile_takes_no_day(project, hat):
    type(project.award).objects.update(closed_on=TUESDAY)
    with pytest.raises(OutOfTurn, match="clos"):
        record_days(project, [entry(hat)], by=hat, now=NOW)


@pytest.mark.parametrize(
    ("on", "reason"),
    [(AWARDED - timedelta(days=1), "Avant l'attribution"), (date(2026, 11, 23), "n'est pas venu")],
)
def test_days_outside_the_projects_life_so_far(project, hat, on, reason):
    assert reason in refused(project, hat, entry(hat, on))[0]
    record_days(project, [entry(hat, AWARDED), entry(hat, date(2026, 11, 22))], by=hat, now=NOW)


@pytest.mark.parametrize("days", ["0.3", "-0.25", "1.25", "100"])
def test_a_day_is_noted_by_quarters(project, hat, days):
    """Case 47."""
    assert "quarts" in refused(project, hat, entry(hat, days=days))[0]


def test_no_more_than_one_day_a_person_over_all_projects(project, hat):
    other = living(ars=project.ars, aract=project.aract)
    noted(other, hat, days="0.75")
    reasons = refused(project, hat, entry(hat, days="0.25"), entry(hat, days="0.25", line=Line(stage("CADRAGE"))))
    assert set(reasons) == {0, 1}
    assert "1,25" in reasons[0]
    record_days(project, [entry(hat, days="0.25")], by=hat, now=NOW)
    # Another person's day, and another day of the same person, are free.
    record_days(project, [entry(signatory(project), days="1"), entry(hat, OCTOBER, "1")], by=hat, now=NOW)


def test_a_person_with_two_roles_has_one_day_all_the_same(project, hat):
    noted(project, hat, days="1")
    both = member_of(project.aract, Role.SIGNATORY, user=hat.user)
    assert "pas plus d'un jour" in refused(project, hat, entry(both, days="0.25"))[0]


def test_moving_a_whole_day_from_one_line_to_another_is_one_deed(project, hat):
    noted(project, hat, days="1")
    moved = [entry(hat, days="0"), entry(hat, days="1", line=Line(stage("CADRAGE")))]
    record_days(project, moved, by=hat, now=NOW)
    assert WorkDay.objects.get().stage.code == "CADRAGE"


def test_who_was_not_at_the_aract_that_day_did_not_work_for_it(project, hat):
    late = consultant(project, since=TUESDAY + timedelta(days=1), job_title="Chargée d'étude")
    gone = consultant(project, until=TUESDAY)
    foreign = ars_writer(project)
    reasons = refused(project, hat, entry(late), entry(gone), entry(foreign))
    assert "n'était pas à l'Aract" in reasons[0]
    assert "n'était pas à l'Aract" in reasons[1]
    assert "n'intervient pas" in reasons[2]
    record_days(project, [entry(gone, TUESDAY - timedelta(days=1))], by=hat, now=NOW)


def test_establishments_take_part_between_two_dates(project, hat):
    stay = structure(project, joined_on=OCTOBER, left_on=TUESDAY)
    line = Line(stage(), stay.establishment)
    foreign = Line(stage(), structure(living()).establishment)
    reasons = refused(
        project,
        hat,
        entry(hat, OCTOBER - timedelta(days=1), line=line),
        entry(hat, TUESDAY + timedelta(days=1), line=line),
        entry(hat, line=foreign),
    )
    assert all("ne participait pas" in reason for reason in reasons.values())
    assert len(reasons) == 3
    record_days(project, [entry(hat, OCTOBER, line=line), entry(hat, TUESDAY, line=line)], by=hat, now=NOW)


def test_a_term_of_another_list_is_neither_a_stage_nor_a_method(project, hat):
    reasons = refused(
        project, hat, entry(hat, line=Line(method())), entry(hat, OCTOBER, line=Line(stage(), method=stage("CADRAGE")))
    )
    assert reasons == {0: "Cette étape n'existe pas.", 1: "Cette méthode n'existe pas."}


def test_a_sealed_month_takes_nothing_in_and_gives_nothing_back(project, hat):
    plan(project)
    noted(project, hat, OCTOBER)
    seal(project, OCTOBER, by=hat, now=NOW)
    for change in (entry(hat, OCTOBER, "0"), entry(hat, OCTOBER, "1"), entry(hat, date(2026, 10, 31))):
        assert "scellé" in refused(project, hat, change)[0]
    # What it says already is no change.
    assert record_days(project, [entry(hat, OCTOBER)], by=hat, now=NOW).same == 1


def test_a_meeting_is_logged_in_one_click_and_once(project, hat):
    method("REUNION")
    asked = {"on": TUESDAY, "days": Decimal("0.5"), "stage": stage("COORDINATION"), "meeting_label": "COPIL n° 2"}
    assert log_meeting(project, **asked, by=hat, now=NOW).added == 1
    assert log_meeting(project, **asked, by=hat, now=NOW).same == 1
    row = WorkDay.objects.get()
    assert (row.note, row.method.code) == ("COPIL n° 2", "REUNION")


def test_lines_that_say_the_same_add_up(hat):
    (summed,) = add_up([entry(hat, days="0.25"), entry(hat, days="0.5")])
    assert summed.days == Decimal("0.75")


@pytest.mark.parametrize("days", ["-0.5", "0.1", "1.25", "0"])
def test_the_database_counts_by_quarters(project, hat, days):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkDay.objects.create(
            project=project, stage=stage(), consultant=hat, worked_on=TUESDAY, days=Decimal(days), logged_by=hat
        )


def test_the_database_keeps_one_row_a_line_and_day(project, hat):
    row = noted(project, hat)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_out_of_turn_without_an_award_even_if_the_right_was_stale(project, hat):
    project.award.delete()
    with pytest.raises(OutOfTurn, match="pas retenu"):
        record_days(project, [entry(hat)], by=hat, now=NOW)
