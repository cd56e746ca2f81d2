"""The pair is told, in the morning, what is still awaited of it."""

from datetime import timedelta

import pytest

from applications.awaiting import remind_of_drafts, tell_closings, tell_signatures_awaited
from records.models import Message
from tests.applications.fiches import complete, deposited, draft, pair
from tests.factories import NOW, RegionFactory, member_of
from tests.mails import told

pytestmark = pytest.mark.django_db


def test_a_complete_fiche_awaits_the_signatories_who_have_not_signed():
    fiche, _blank = complete(), draft()
    fiche.sign(fiche.ars_signatory)
    tell_signatures_awaited(NOW)
    tell_signatures_awaited(NOW)
    assert told("applications.to_sign") == {fiche.aract_signatory.user.email}


def test_who_has_not_begun_is_told_a_week_before_the_closing():
    call = draft().call
    ars, aract = pair(RegionFactory(code="93", name="Provence fictive", short_name="PACA"))
    waiting = {member_of(ars).user.email, member_of(aract).user.email}
    tell_closings(call.closes_at - timedelta(days=8))
    assert told("applications.closing_soon") == set()
    tell_closings(call.closes_at - timedelta(days=7))
    assert told("applications.closing_soon") == waiting


def test_drafts_are_reminded_seven_days_then_48_hours_before_once_each():
    waiting = draft()
    done = deposited(project__call=waiting.call)
    closing = waiting.call.closes_at
    remind_of_drafts(closing - timedelta(days=7, seconds=1))
    assert not sent()
    for hours in (168, 167, 100, 49):
        remind_of_drafts(closing - timedelta(hours=hours))
    assert sent() == 4
    for hours in (48, 47, 1):
        remind_of_drafts(closing - timedelta(hours=hours))
    assert sent() == 8
    remind_of_drafts(closing)
    assert sent() == 8
    assert done.ars_writer.user.email not in told("applications.draft_reminded")


def test_a_beat_that_was_down_sends_the_one_that_is_due_and_a_postponement_starts_again():
    waiting = draft()
    call = waiting.call
    remind_of_drafts(call.closes_at - timedelta(hours=3))
    assert sent() == 4
    call.closes_at += timedelta(days=7)
    call.save()
    remind_of_drafts(call.closes_at - timedelta(days=6))
    assert sent() == 8


def sent() -> int:
    return Message.objects.filter(moment="applications.draft_reminded").count()
