"""The pair is told, in the morning, what is still awaited of it."""

from datetime import timedelta

import pytest

from applications.awaiting import tell_closings, tell_signatures_awaited
from tests.applications.fiches import complete, deposited, draft
from tests.factories import NOW
from tests.mails import told

pytestmark = pytest.mark.django_db


def test_a_complete_fiche_awaits_the_signatories_who_have_not_signed():
    fiche, _blank = complete(), draft()
    fiche.sign(fiche.ars_signatory)
    tell_signatures_awaited(NOW)
    tell_signatures_awaited(NOW)
    assert told("applications.to_sign") == {fiche.aract_signatory.user.email}


def test_who_has_not_deposited_is_told_a_week_before_the_closing():
    waiting = draft()
    done = deposited(project__call=waiting.call)
    tell_closings(waiting.call.closes_at - timedelta(days=8))
    assert told("applications.closing_soon") == set()
    tell_closings(waiting.call.closes_at - timedelta(days=7))
    people = told("applications.closing_soon")
    assert {waiting.ars_writer.user.email, waiting.aract_signatory.user.email} <= people
    assert done.ars_writer.user.email not in people
