"""The implicit refusal: told of fifteen days before, once, and shown until a decision is notified."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import todos
from applications.models import Deposit
from applications.silence import tell_of_silence, unanswered
from applications.withdrawing import withdraw
from commission.enums import Outcome
from commission.letters import draft_of
from commission.notices import issue
from records import sweeping
from records.models import Message
from tests.applications.fiches import deposited
from tests.commission.decided import heard, validated
from tests.factories import NOW, CallFactory, secretary
from tests.together import at_once

pytestmark = pytest.mark.django_db
# Received on 22 November 2026, refused by silence on 22 January 2027.
EVE = datetime(2027, 1, 6, 22, 59, tzinfo=UTC)
FIFTEEN_BEFORE = EVE + timedelta(minutes=1)
BORN = datetime(2027, 1, 22, 9, tzinfo=UTC)


def test_fifteen_days_before_in_the_zone_of_the_call():
    fiche = deposited()
    assert list(unanswered(EVE)) == []
    (found,) = unanswered(FIFTEEN_BEFORE)
    assert (found.deposit, found.on.isoformat(), found.born) == (fiche.application.deposit, "2027-01-22", False)
    assert [one.born for one in unanswered(BORN)] == [True]


def test_one_mail_for_the_fiches_of_a_call_and_never_twice():
    office = secretary()
    call = CallFactory()
    numbers = [deposited(project__call=call).application.deposit.number for _ in range(2)]
    tell_of_silence(EVE)
    assert not Message.objects.filter(key__startswith="silence").exists()
    for _ in range(3):
        tell_of_silence(FIFTEEN_BEFORE)
    tell_of_silence(BORN)
    message = Message.objects.get(moment="applications.silence")
    assert message.to == office.user.email
    assert all(number in message.body for number in numbers)
    assert "22\xa0janvier\xa02027" in message.body


def test_the_sweep_tells_of_it(time_machine):
    secretary()
    deposited()
    time_machine.move_to(FIFTEEN_BEFORE)
    list(sweeping.due())
    assert Message.objects.filter(key__startswith="silence").count() == 1
    assert Deposit.objects.get().silence_told_at >= FIFTEEN_BEFORE


def test_what_is_answered_or_given_up_is_not_told_of():
    secretary()
    fiche = deposited()
    withdraw(fiche.application, by=fiche.ars_signatory, now=NOW)
    issue(validated(heard(CallFactory()), Outcome.NOT_RETAINED), by=secretary(), now=NOW)
    assert list(unanswered(BORN)) == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_once():
    secretary()
    deposited()
    assert at_once(*[lambda: tell_of_silence(FIFTEEN_BEFORE)] * 2) == []
    assert Message.objects.filter(key__startswith="silence").count() == 1


def test_the_secretary_sees_it_in_the_tasks_and_on_the_dashboard(as_hat, time_machine):
    fiche, office = deposited(), secretary()
    labels = [todo.label for todo in todos.todos(office, EVE)]
    assert not any("implicite" in label for label in labels)
    todo = todos.todos(office, FIFTEEN_BEFORE)[-1]
    assert (todo.label, todo.urgent) == ("Répondre à 1\xa0fiche avant le rejet implicite", True)
    assert "un rejet implicite est né" in todos.todos(office, BORN)[-1].label
    address = reverse("commission:dashboard", args=[fiche.call.slug])
    assert todo.url == address
    client = as_hat(office)
    assert "rejet implicite" not in client.get(address).content.decode()
    time_machine.move_to(FIFTEEN_BEFORE)
    assert "rejet implicite le 22\xa0janvier\xa02027" in as_hat(office).get(address).content.decode()
    time_machine.move_to(BORN)
    assert "rejet implicite né le 22\xa0janvier\xa02027" in as_hat(office).get(address).content.decode()


def test_a_letter_issued_later_replaces_the_refusal():
    decision = validated(heard(CallFactory()), Outcome.NOT_RETAINED)
    assert draft_of(decision, BORN).implicit_refusal(timezone.localdate(BORN)) == "22\xa0janvier\xa02027"
    notice = issue(decision, by=secretary(), now=BORN)
    assert notice.act.content["implicit_on"] == "22\xa0janvier\xa02027"
    earlier = issue(validated(heard(CallFactory()), Outcome.NOT_RETAINED), by=secretary(), now=NOW)
    assert earlier.act.content["implicit_on"] == ""
