"""A form sent twice is done once; another content under the same key is another thing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calls import preparing
from calls.models import CallMilestone
from core import once
from core.models import SentForm
from records import sweeping
from tests.calls.drafting import values
from tests.factories import secretary
from tests.together import outcomes_of
from tests.two_people import locks_rows, typed_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("calls:add_milestone", args=[preparing.create_call(values(), by=secretary()).slug])


@pytest.fixture
def client(as_hat):
    return as_hat(secretary())


def filled(client, address: str, label: str = "Réunion d'information") -> dict[str, object]:
    return {**typed_on(client.get(address)), "label": label, "on": "2026-12-05"}


def test_back_and_the_same_button_lead_where_the_first_sending_led(client, address):
    typed = filled(client, address)
    first, again = client.post(address, typed), client.post(address, typed, follow=True)
    assert again.redirect_chain == [(first.headers["Location"], 302)]
    assert "Déjà enregistré" in again.content.decode()
    assert CallMilestone.objects.filter(label=typed["label"]).count() == 1


def test_what_is_changed_after_back_is_added(client, address):
    typed = filled(client, address)
    client.post(address, typed)
    client.post(address, {**typed, "label": "Réunion de clôture"})
    assert CallMilestone.objects.filter(label__startswith="Réunion").count() == 2


def test_the_same_text_typed_in_a_new_form_is_added(client, address):
    for _ in range(2):
        client.post(address, filled(client, address))
    assert CallMilestone.objects.filter(label__startswith="Réunion").count() == 2


def test_what_was_refused_may_be_sent_again(client, address):
    typed = filled(client, address, label="")
    assert [client.post(address, typed).status_code for _ in range(2)] == [422, 422]
    assert not SentForm.objects.exists()


def test_another_person_is_not_led_where_the_first_was(client, address, as_hat):
    typed = filled(client, address)
    client.post(address, typed)
    as_hat(secretary()).post(address, typed)
    assert CallMilestone.objects.filter(label=typed["label"]).count() == 2


@locks_rows
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_add_one_row(client, address):
    typed = filled(client, address)
    answers = outcomes_of(*[lambda: client.post(address, typed)] * 2)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert CallMilestone.objects.filter(label=typed["label"]).count() == 1


def test_the_sweep_forgets_old_sendings(client, address):
    client.post(address, filled(client, address))
    SentForm.objects.update(sent_at=timezone.now() - once.KEPT - timedelta(hours=1))
    list(sweeping.due())
    assert not SentForm.objects.exists()


def test_the_secret_of_a_link_is_not_kept(rf):
    request = rf.post("/expressions/secret/projet/")
    request.resolver_match = type("Match", (), {"kwargs": {"token": "secret"}})
    kept = once.without_token(request, "/expressions/secret/pieces/")
    assert "secret" not in kept
    assert once.with_token(request, kept) == "/expressions/secret/pieces/"
