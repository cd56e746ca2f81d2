"""The public's first page: what ACIA is, what is open, what it amounts to."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import NOW, CallFactory, MembershipFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def page() -> str:
    answer = Client().get("/")
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_it_explains_before_it_lists():
    text = page()
    assert "action collective innovante et apprenante" in text
    assert text.index("ACIA") < text.index("Appels en cours")
    assert "Accessibilité : non conforme" in text


def test_without_any_call_it_says_where_to_look():
    text = page()
    assert "Aucun appel n'est en cours" in text
    assert "En chiffres" not in text


def test_calls_show_their_state_and_closing():
    CallFactory(title="Explorer", closes_at=NOW + timedelta(days=10))
    CallFactory(title="Vieil appel", closes_at=NOW - timedelta(days=9), concluded_at=NOW - timedelta(days=1))
    CallFactory(title="En préparation", published_at=None)
    text = page()
    assert "ouvert" in text
    assert "2 décembre 2026 à 10 h 00 (heure de Paris)" in text
    assert "Appels conclus" in text
    assert "En préparation" not in text


def test_figures_come_from_the_published_calls():
    ParticipationFactory.create_batch(2)
    ParticipationFactory(project__call__published_at=None)
    text = page()
    assert "2 appels" in text
    assert "2 000 000 €" in text
    assert "2 régions" in text
    assert "2 structures" in text


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_call_and_for_three(number, django_assert_num_queries):
    ParticipationFactory.create_batch(number)
    with django_assert_num_queries(4):
        page()


def test_signed_in_people_go_on_with_their_work(as_hat):
    text = as_hat(MembershipFactory()).get("/").content.decode()
    assert "Ouvrir vos tâches" in text
    assert "Vous participez à un appel" not in text


def test_no_cookie_is_set_on_a_visitor():
    assert not Client().get("/").cookies
