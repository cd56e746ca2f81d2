"""A month to seal is told to the Aract, a sealed one to the ARS."""

from datetime import datetime

import pytest

from core.wording import PARIS
from tests.factories import NOW
from tests.mails import told
from tests.worklog.logged import OCTOBER, ars_writer, consultant, living, noted, plan, signatory
from worklog.sealing import seal
from worklog.telling import tell_months_to_seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = living()
    plan(project)
    return project


@pytest.mark.parametrize(("day", "asked"), [(2, False), (3, True), (5, True), (6, False)])
def test_the_month_before_is_to_be_sealed_if_it_holds_days(project, day, asked):
    hat = consultant(project)
    noted(project, hat, OCTOBER.replace(day=13))
    tell_months_to_seal(datetime(2026, 11, day, 7, tzinfo=PARIS))
    assert told("worklog.to_seal") == ({hat.user.email} if asked else set())


def test_a_month_without_a_day_or_sealed_asks_for_nothing_and_the_ars_is_told_of_the_seal(project):
    reader, hat = ars_writer(project), signatory(project)
    morning = datetime(2026, 11, 4, 7, tzinfo=PARIS)
    tell_months_to_seal(morning)
    noted(project, consultant(project), OCTOBER.replace(day=13))
    seal(project, OCTOBER, by=hat, now=NOW)
    tell_months_to_seal(morning)
    assert told("worklog.to_seal") == set()
    assert told("worklog.to_see") == {reader.user.email}
