"""L14: accounts that nobody uses are closed by the portal, and told so in the journal."""

from datetime import timedelta

import pytest

from accounts.idling import MONTHS, SILENCE, close_idle_accounts
from accounts.leaving import reactivate
from records.models import JournalEntry
from tests.factories import NOW, UserFactory, administrator

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - SILENCE - timedelta(days=1)


def silent(**values):
    return UserFactory(date_joined=LONG_AGO, **values)


def still_open(person) -> bool:
    person.refresh_from_db()
    return person.is_active


def test_a_silent_account_is_closed_once_and_the_journal_says_why():
    person = silent(last_login=LONG_AGO, seen_at=LONG_AGO)
    assert close_idle_accounts(NOW) == 1
    assert not still_open(person)
    entry = JournalEntry.objects.get(deed="accounts.deactivate")
    assert (entry.actor_label, entry.summary) == (
        "Portail ACIA",
        f"Compte désactivé après {MONTHS} mois sans connexion",
    )
    assert close_idle_accounts(NOW) == 0


@pytest.mark.parametrize("sign", ["last_login", "seen_at", "date_joined"])
def test_any_sign_of_life_keeps_it_open(sign):
    person = UserFactory(**{"date_joined": LONG_AGO, sign: NOW - SILENCE + timedelta(days=1)})
    assert close_idle_accounts(NOW) == 0
    assert still_open(person)


def test_an_account_that_was_opened_again_has_its_time_anew():
    person = silent()
    close_idle_accounts(NOW)
    reactivate(person, by=administrator(), now=NOW)
    assert close_idle_accounts(NOW + timedelta(days=1)) == 0
    assert close_idle_accounts(NOW + SILENCE + timedelta(days=2)) >= 1
    assert not still_open(person)


def test_the_last_administrator_stays_and_the_others_are_closed_all_the_same():
    last = administrator().user
    type(last).objects.update(date_joined=LONG_AGO)
    person = silent()
    assert close_idle_accounts(NOW) == 1
    assert still_open(last)
    assert not still_open(person)
