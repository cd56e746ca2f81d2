"""The pair is told that minutes wait for their approval."""

from datetime import timedelta

import pytest

from meetings.minuting import approve, correct
from meetings.telling import UNTOUCHED, tell_minutes_to_approve
from records.models import Message
from tests.factories import NOW
from tests.mails import told
from tests.meetings.rooms import draft_of, held, room, written

pytestmark = pytest.mark.django_db
LATER = NOW + UNTOUCHED


def test_minutes_untouched_for_a_day_are_to_be_approved_once_a_revision():
    where = room()
    meeting, _blank = written(where), held(where, title="Sans un mot", days=6)
    tell_minutes_to_approve(LATER - timedelta(seconds=1))
    assert told("meetings.minutes_to_approve") == set()
    for _ in range(2):
        tell_minutes_to_approve(LATER)
    assert told("meetings.minutes_to_approve") == {where.ars.user.email, where.aract.user.email}
    assert Message.objects.filter(moment="meetings.minutes_to_approve").count() == 2
    approve(draft_of(meeting), by=where.ars, now=LATER)
    tell_minutes_to_approve(LATER + UNTOUCHED)
    assert Message.objects.filter(moment="meetings.minutes_to_approve").count() == 2
    correct(meeting, reason="Une date", by=where.ars, now=LATER)
    tell_minutes_to_approve(LATER + UNTOUCHED)
    assert Message.objects.filter(moment="meetings.minutes_to_approve").count() == 4
